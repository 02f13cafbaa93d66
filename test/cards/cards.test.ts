import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { FAILURE_WORDS } from '../../src/cards/failure-words.ts';
import { FAULT_CODES } from '../../src/errors.ts';
import { elements } from '../support/cards.ts';
import { EVERY_CARD, MISCHIEF } from './every-card.ts';

// The package's own entry is written for bundlers; its bundle is what Node can load.
const { AdaptiveCard, SerializationContext, Versions }: typeof import('adaptivecards') =
  createRequire(import.meta.url)('adaptivecards/dist/adaptivecards.js');

const MAX_BYTES = 25 * 1024;
const VERBS = [
  'form.open',
  'form.submit',
  'form.cancel',
  'request.approve',
  'request.reject',
  'request.cancel',
  'request.complete',
  'request.retry',
  'request.refresh',
];

for (const [name, card] of Object.entries(EVERY_CARD)) {
  describe(name, () => {
    const json = JSON.stringify(card);
    const all = elements(card);
    const inputs = all.filter(({ type }) => type.startsWith('Input.'));
    const executes = all.filter(({ type }) => type === 'Action.Execute');

    it('is read by the parser of Adaptive Cards without complaint', () => {
      const context = new SerializationContext(Versions.v1_5);

      new AdaptiveCard().parse(JSON.parse(json), context);

      const events = Array.from({ length: context.eventCount }, (_, i) => context.getEventAt(i));
      assert.deepEqual(
        events.map(({ message }) => message),
        [],
      );
    });

    it('is filled in, within 25 KB and of version 1.5', () => {
      const written = json.replaceAll(JSON.stringify(MISCHIEF).slice(1, -1), '');

      assert.doesNotMatch(written, /\$\{/);
      assert.ok(Buffer.byteLength(json) < MAX_BYTES, `${Buffer.byteLength(json)}`);
      assert.equal(card.version, '1.5');
    });

    it('labels every input and says what is wrong with it', () => {
      for (const input of inputs) assert.ok(input.label && input.errorMessage, String(input.id));
    });

    it('has at most four actions, each with a fallback for old clients', () => {
      assert.ok((card.actions ?? []).length <= 4);
      for (const { verb, data, title, fallback } of executes) {
        assert.ok(VERBS.includes(String(verb)), String(verb));
        assert.deepEqual(fallback, {
          ...(executesAlone(fallback) && { associatedInputs: 'none' }),
          type: 'Action.Submit',
          title,
          data: { verb, ...(data as object) },
        });
      }
    });

    it('carries nothing but ids in its actions', () => {
      for (const { data } of executes) {
        const names = Object.keys(data as object);
        assert.ok(
          names.every((key) => key === 'form' || key === 'request'),
          names.join(),
        );
      }
    });

    it('shows what people typed as they typed it', () => {
      for (const { type, text, facts } of all) {
        assert.equal(facts, undefined);
        if (type === 'TextRun') continue;
        assert.ok(!String(text ?? '').includes('evil.example'), `${type} shows typed text`);
      }
    });
  });
}

const executesAlone = (fallback: unknown): boolean =>
  JSON.stringify(fallback).includes('"associatedInputs":"none"');

describe('a summary of what was typed', () => {
  it('repeats every character', () => {
    const card = EVERY_CARD['a summary'];

    const runs = elements(card).filter(({ type, text }) => type === 'TextRun' && text === MISCHIEF);

    assert.equal(runs.length, 9);
  });
});

describe('the words for failures', () => {
  for (const code of FAULT_CODES) {
    it(`of ${code} say what happened, what changed and what to do`, () => {
      const { title, happened, changed, next } = FAILURE_WORDS[code];

      for (const sentence of [happened, changed, next]) assert.match(sentence, /^[A-Z].+\.$/s);
      assert.ok(title.length > 0 && title.length < 60);
    });
  }

  it('offer the consent link where consent is wanting, and nowhere else', () => {
    for (const code of FAULT_CODES) {
      const links = EVERY_CARD[`the failure ${code}`]?.actions?.filter((action) => 'url' in action);
      assert.equal(links?.length, code === 'consent-required' ? 1 : 0, code);
    }
  });
});
