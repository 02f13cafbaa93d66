import assert from 'node:assert/strict';
import { type RunningBot, withBot } from '../support/bot.ts';
import { adaptiveCard, words } from '../support/cards.ts';
import { TeamsClient } from '../support/teams.ts';

describe('in a chat', () => {
  let bot: RunningBot;
  let teams: TeamsClient;
  withBot((running) => {
    bot = running;
    teams = new TeamsClient(running);
  });

  for (const chat of ['personal', 'groupChat', 'channel'] as const) {
    it(`the bot says hello when it is added to a ${chat}`, async () => {
      const client = new TeamsClient(bot, undefined, chat);

      await client.send(client.activity({ type: 'installationUpdate', action: 'add' }));

      const [hello, ...more] = client.sent();
      assert.equal(more.length, 0);
      assert.match(words(adaptiveCard(hello?.activity ?? {})), /^Hello/);
    });
  }

  const silent: [string, Record<string, unknown>][] = [
    ['it is updated', { type: 'installationUpdate', action: 'add-upgrade' }],
    ['it is removed', { type: 'installationUpdate', action: 'remove' }],
    ['members change', { type: 'conversationUpdate', membersAdded: [{ id: '29:x' }] }],
    ['somebody types', { type: 'typing' }],
    ['somebody reacts', { type: 'messageReaction', reactionsAdded: [{ type: 'like' }] }],
    ['something new happens', { type: 'somethingNew' }],
  ];
  for (const [when, activity] of silent) {
    it(`it keeps silent when ${when}`, async () => {
      const answer = await teams.send(teams.activity(activity));

      assert.equal(answer.status, 200);
      assert.equal(teams.sent().length, 0);
    });
  }

  it('an unknown command gets help that names the nearest one', async () => {
    const card = await teams.ask('hlep');

    assert.match(words(card), /Did you mean help\?/);
  });

  it('a message in a thread is answered in that thread', async () => {
    const client = new TeamsClient(bot, undefined, 'channel');

    const [message] = await client.say('<at>Exchange connector</at> help');

    assert.equal(message?.conversationId, client.conversationId);
  });

  it('somebody whom Teams does not identify is told so', async () => {
    const from = { id: '29:nobody', name: 'Nobody' };

    await teams.send(teams.activity({ text: 'new', from }));
    const answer = await teams.send(
      teams.activity({
        type: 'invoke',
        name: 'adaptiveCard/action',
        value: { action: { verb: 'form.open', data: {} } },
        from,
      }),
    );

    assert.match(teams.sent()[0]?.activity.text ?? '', /cannot tell who you are/);
    assert.equal(teams.sent().length, 1);
    assert.deepEqual([answer.status, answer.body.statusCode], [200, 200]);
  });

  for (const value of [0, '', 'text', [], {}, { verb: 5 }, { verb: 'form.explode' }]) {
    it(`a message with the value ${JSON.stringify(value)} gets an answer in words`, async () => {
      const answer = await teams.send(teams.activity({ value }));

      assert.equal(answer.status, 200);
      const [message] = teams.sent();
      assert.match(message?.activity.text ?? '', /no action of a card|another version/);
    });
  }
});
