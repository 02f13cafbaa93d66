import assert from 'node:assert/strict';
import { type RunningBot, withBot } from '../support/bot.ts';
import { anInput } from '../support/builders.ts';
import { answeredCard, findAction, messageBeside } from '../support/cards.ts';
import { TeamsClient } from '../support/teams.ts';

describe('an action with data that no card sends', () => {
  let bot: RunningBot;
  let teams: TeamsClient;
  withBot((running) => {
    bot = running;
    teams = new TeamsClient(running);
  });

  const bad: [string, Record<string, unknown>][] = [
    ['a foreign property', { admin: true }],
    ['an id for Graph', { id: 'e11c1de8' }],
    ["Graph's type", { '@odata.type': '#microsoft.graph.user' }],
    ['a property of Object', { constructor: 'x', toString: 'y' }],
    ['a prototype', JSON.parse('{"__proto__": {"status": "connected"}}')],
  ];
  for (const [what, extra] of bad) {
    it(`refuses ${what}`, async () => {
      const form = await teams.ask('new');
      const { data } = findAction(form, 'form.submit');
      const given = Object.assign(Object.create(null), { ...data, ...anInput() });
      for (const [name, value] of Object.entries(extra)) {
        Object.defineProperty(given, name, { value, enumerable: true });
      }

      const answer = await teams.execute('form.submit', given);

      assert.deepEqual([answer.status, answer.body.statusCode], [200, 400], answer.text);
      assert.equal(bot.cloud.graph.requests.length, 0);
    });
  }

  for (const value of [5, true, null, ['x'], { $ne: 1 }]) {
    it(`says beside the field that ${JSON.stringify(value)} is no text`, async () => {
      const form = await teams.ask('new');

      const answer = await teams.press(form, 'form.submit', anInput({ exchangeAlias: value }));

      assert.ok(messageBeside(answeredCard(answer), 'exchangeAlias'));
      assert.equal(bot.cloud.graph.requests.length, 0);
    });
  }

  const odd: [string, unknown][] = [
    ['no action', {}],
    ['no value', undefined],
    ['an action that is text', { action: 'form.submit' }],
    ['an unknown verb', { action: { verb: 'form.explode', data: {} } }],
    ["a verb of Object's", { action: { verb: 'constructor', data: {} } }],
    ['a form that is no text', { action: { verb: 'form.submit', data: { form: { a: 1 } } } }],
    ['no form', { action: { verb: 'form.submit', data: {} } }],
    ['data that is a list', { action: { verb: 'form.submit', data: [1] } }],
  ];
  for (const [what, value] of odd) {
    it(`answers ${what} well formed`, async () => {
      const answer = await teams.invoke('adaptiveCard/action', value);

      assert.equal(answer.status, 200);
      assert.deepEqual(
        [answer.body.statusCode, answer.body.type],
        [400, 'application/vnd.microsoft.error'],
      );
    });
  }

  it('answers an invoke of another name', async () => {
    const answer = await teams.invoke('composeExtension/query', {});

    assert.equal(answer.status, 400);
  });
});
