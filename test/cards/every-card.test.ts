import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { type CardAction, elements } from '../support/cards.ts';
import { EVERY_CARD, inputs } from './drawn.ts';

// The package's ES modules import each other without extensions, which Node refuses.
const { AdaptiveCard, SerializationContext, Versions } = createRequire(import.meta.url)(
  'adaptivecards/dist/adaptivecards.js',
) as typeof import('adaptivecards');

const MAX_BYTES = 25 * 1024;
const MAX_ACTIONS = 4;
const VERBS = new Set([
  'form.open',
  'form.submit',
  'form.cancel',
  'request.approve',
  'request.reject',
  'request.cancel',
  'request.complete',
  'request.retry',
  'request.refresh',
]);

for (const [name, card] of EVERY_CARD) {
  describe(`the card: ${name}`, () => {
    const json = JSON.stringify(card);
    const actions = card.actions ?? [];
    const executes = actions.filter(({ type }) => type === 'Action.Execute');

    it('has nothing left to fill in', () => {
      assert.doesNotMatch(json, /\$\{|undefined|null|NaN|\[object/);
    });

    it('has no empty text', () => {
      for (const element of elements(card.body)) {
        if (element.type.startsWith('Text')) assert.match(String(element.text), /\S/);
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
    });

    it('says beside each input what it is and what is wrong', () => {
      for (const { id, label, errorMessage } of inputs(card)) {
        assert.ok(typeof label === 'string' && label.length > 2, id);
        assert.ok(typeof errorMessage === 'string' && errorMessage.length > 10, id);
      }
    });

    it('uses verbs of the contract only', () => {
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

    it('sends inputs with a submission only', () => {
      for (const action of executes) {
        const sends = !('associatedInputs' in action);
        assert.equal(sends, action.verb === 'form.submit');
      }
    });
  });
}

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
