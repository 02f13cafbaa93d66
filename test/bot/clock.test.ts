import assert from 'node:assert/strict';
import { type RunningBot, runBot } from '../support/bot.ts';
import { answeredCard, words } from '../support/cards.ts';
import { ChannelThread } from '../support/channel.ts';
import { LIMIT_MS } from '../support/trial.ts';

const HOUR_MS = 3_600_000;

describe('a clock that jumps', () => {
  let bot: RunningBot;
  let offset = 0;
  before(async () => {
    bot = await runBot({ now: () => new Date(Date.now() + offset) });
  });
  beforeEach(() => {
    offset = 0;
  });
  after(() => bot.close());

  for (const [where, jump] of [
    ['back', -HOUR_MS],
    ['ahead', HOUR_MS],
  ] as const) {
    it(`${where} an hour between asking and approving loses nothing`, async () => {
      const thread = new ChannelThread(bot);
      const card = await thread.seenBy(thread.megan, await thread.ask());
      offset = jump;
      const startedAt = performance.now();

      const answer = await thread.megan.press(card, 'request.approve');

      assert.ok(performance.now() - startedAt < LIMIT_MS);
      assert.match(words(answeredCard(answer)), /^(Creating|Exchange connector created)/);
      await thread.shows(/connector created/, 15_000);
    }).timeout(30_000);
  }

  it('back an hour while a person waits does not keep them waiting', async () => {
    const thread = new ChannelThread(bot);
    const card = await thread.seenBy(thread.megan, await thread.ask());
    bot.cloud.faults.set('graph.list', { kind: 'hang', times: 1 });
    const listed = bot.cloud.graph.waitForRequest(({ path }) =>
      path.endsWith('exchangeConnectors'),
    );
    const startedAt = performance.now();

    const pressed = thread.megan.press(card, 'request.approve');
    await listed;
    offset = -HOUR_MS;
    const answer = await pressed;

    assert.ok(performance.now() - startedAt < LIMIT_MS);
    assert.match(words(answeredCard(answer)), /^Creating/);
  }).timeout(30_000);

  it('over the expiry of a request ends it', async () => {
    const thread = new ChannelThread(bot);
    const card = await thread.seenBy(thread.megan, await thread.ask());
    offset = 100 * 24 * HOUR_MS;

    const late = await thread.megan.press(card, 'request.approve');

    assert.match(words(answeredCard(late)), /nothing was changed/);
    await thread.shows(/^Request expired/, 15_000);
  }).timeout(30_000);
});
