import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { verbHandlers } from '../../src/bot/actions.ts';
import type { HandlerDeps } from '../../src/bot/deps.ts';
import { type CardAction, elements } from '../support/cards.ts';
import { EVERY_CARD, inputs, REQUEST_CARDS, texts } from './drawn.ts';

// The package's ES modules import each other without extensions, which Node refuses.
const { AdaptiveCard, SerializationContext, Versions } = createRequire(import.meta.url)(
  'adaptivecards/dist/adaptivecards.js',
) as typeof import('adaptivecards');

const MAX_BYTES = 25 * 1024;
const MAX_ACTIONS = 4;
/** Verbs with which inputs travel. */
const SENDING = new Set(['form.submit', 'request.approve', 'request.reject']);
// The names are there before anything is done, so nothing is needed for them.
const VERBS = new Set(verbHandlers({} as HandlerDeps).keys());

for (const [name, card] of EVERY_CARD) {
  describe(`the card: ${name}`, () => {
    const json = JSON.stringify(card);
    const actions = card.actions ?? [];
    const executes = actions.filter(({ type }) => type === 'Action.Execute');

    it('has nothing left to fill in', () => {
      assert.doesNotMatch(json, /\$\{|\$when|\$data|undefined|null|NaN|\[object/);
    });

    it('has no empty text', () => {
      for (const element of elements(card.body)) {
        if (element.type.startsWith('Text')) assert.match(String(element.text), /\S/);
        if (element.type === 'RichTextBlock') assert.notDeepEqual(element.inlines, []);
      }
    });

    it('is small enough for Teams', () => {
      assert.ok(Buffer.byteLength(json) < MAX_BYTES, `${Buffer.byteLength(json)} bytes`);
    });

    it("pleases Microsoft's parser at version 1.5", () => {
      const context = new SerializationContext(Versions.v1_5);

      const parsed = new AdaptiveCard();
      parsed.parse(JSON.parse(json), context);

      const events = Array.from({ length: context.eventCount }, (_, at) => context.getEventAt(at));
      assert.deepEqual(events, []);
      assert.equal(parsed.version.toString(), '1.5');
      assert.equal(parsed.getItemCount(), card.body.length);
      assert.equal(parsed.getAllInputs().length, inputs(card).length);
      assert.equal(parsed.getActionCount(), actions.length);
    });

    it('has a few actions, all of them shown', () => {
      assert.ok(actions.length >= 1 && actions.length <= MAX_ACTIONS);
      assert.equal(new Set(actions.map(({ title }) => title)).size, actions.length);
    });

    it('says beside each input what it is and what is wrong', () => {
      for (const { id, label, errorMessage } of inputs(card)) {
        assert.ok(typeof label === 'string' && label.length > 2, id);
        assert.ok(typeof errorMessage === 'string' && errorMessage.length > 10, id);
      }
    });

    it('uses verbs only that have a handler', () => {
      assert.ok(executes.length >= 1);
      for (const { verb } of executes) assert.ok(VERBS.has(String(verb)), verb);
    });

    it('carries ids only', () => {
      for (const { data } of executes) {
        for (const [key, value] of Object.entries(data ?? {})) {
          assert.ok(key === 'form' || key === 'request', key);
          assert.equal(typeof value, 'string');
        }
      }
    });

    it('works the same in old clients', () => {
      for (const action of executes) assert.deepEqual(action.fallback, fallbackOf(action));
    });

    it('sends inputs only with what reads them', () => {
      for (const action of executes) {
        const sends = !('associatedInputs' in action) || action.associatedInputs === 'auto';
        assert.equal(sends, SENDING.has(String(action.verb)), action.verb);
      }
    });
  });
}

describe('every card of a request', () => {
  it('shows its number', () => {
    for (const [name, card] of REQUEST_CARDS) {
      assert.equal(texts(card, 'TextBlock')[1], 'Request #7', name);
    }
  });

  it('names the request alone in what it sends', () => {
    for (const [name, { actions = [], refresh }] of REQUEST_CARDS) {
      const executes = actions.filter(({ type }) => type === 'Action.Execute');
      for (const { data } of executes) assert.deepEqual(data, { request: 'r-1' }, name);
      if (refresh) assert.deepEqual(refresh.action.data, { request: 'r-1' }, name);
    }
  });
});

describe('the verbs of the bot', () => {
  it('are all on some card', () => {
    const used = EVERY_CARD.flatMap(([, { actions = [] }]) =>
      actions.flatMap(({ verb }) => (verb === undefined ? [] : [verb])),
    );

    assert.deepEqual([...new Set(used)].sort(), [...VERBS].sort());
  });
});

/** The Action.Submit that does what an Action.Execute does. */
function fallbackOf(action: CardAction & { associatedInputs?: string }): unknown {
  const { title, verb, data, associatedInputs } = action;
  return {
    type: 'Action.Submit',
    title,
    ...(associatedInputs && { associatedInputs }),
    data: { verb, ...data },
  };
}
