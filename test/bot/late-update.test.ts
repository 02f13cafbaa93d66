import assert from 'node:assert/strict';
import { type RunningBot, withBot } from '../support/bot.ts';
import { adaptiveCard, words } from '../support/cards.ts';
import { ChannelThread } from '../support/channel.ts';

describe('an update that was given up', () => {
  let bot: RunningBot;
  let thread: ChannelThread;
  withBot(
    (running) => {
      bot = running;
      thread = new ChannelThread(running);
    },
    { environment: { GRAPH_TIMEOUT: 'PT1S', APPROVALS_NEEDED: '2' } },
  );

  it('does not have the last word when it comes after all', async () => {
    const card = await thread.ask();
    const shown = await thread.shows(/0 of 2/);
    bot.cloud.faults.set('connector.update', { kind: 'slow', ms: 4000, times: 1 });

    await thread.megan.press(await thread.seenBy(thread.megan, card), 'request.approve');
    await thread.megan.press(await thread.seenBy(thread.alex, card), 'request.refresh');
    await thread.alex.press(await thread.seenBy(thread.alex, card), 'request.cancel');

    // The slow one has come, and was followed by what is true.
    const end = await bot.cloud.connector.waitFor(
      ({ activityId, versions }) =>
        activityId === shown.activityId &&
        versions.some((version) => /1 of 2/.test(words(adaptiveCard(version)))) &&
        /^Request cancelled/.test(words(adaptiveCard(versions.at(-1) ?? {}))),
      20_000,
    );
    assert.match(words(adaptiveCard(end.activity)), /^Request cancelled/);
  }).timeout(30_000);
});
