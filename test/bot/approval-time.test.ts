import assert from 'node:assert/strict';
import { PEOPLE } from '../../sandbox/cloud/directory.ts';
import { type RunningBot, withBot } from '../support/bot.ts';
import { answeredCard, words } from '../support/cards.ts';
import { ChannelThread, numberOf, saysIn } from '../support/channel.ts';
import { TeamsClient } from '../support/teams.ts';

describe('a request that nobody decides', () => {
  let bot: RunningBot;
  let thread: ChannelThread;
  const durations = { APPROVAL_EXPIRES: 'PT7S', APPROVAL_REMINDS: 'PT1S' };
  withBot(
    (running) => {
      bot = running;
      thread = new ChannelThread(running);
    },
    { environment: durations },
  );

  it('expires, and can then no longer be decided', async () => {
    const card = await thread.seenBy(thread.megan, await thread.ask());

    await thread.shows(/^Request expired/, 12_000);

    const late = await thread.megan.press(card, 'request.approve');
    assert.match(words(answeredCard(late)), /^Request expired/);
    assert.equal(bot.cloud.graph.connectors.length, 0);
    await thread.says(/has expired/);
  }).timeout(20_000);

  it('has its approvers reminded in the thread and where they are alone, three times', async () => {
    const alone = new TeamsClient(bot, PEOPLE.isaiah);
    await alone.say('help');

    const number = numberOf(await thread.ask());

    const told = await thread.says(new RegExp(`${number} .*waits for your decision`), 8000);
    const mentioned = told.activity.entities?.map((entity) => entity.mentioned.id);
    assert.deepEqual(new Set(mentioned), new Set([PEOPLE.megan.mri, PEOPLE.isaiah.mri]));
    await saysIn(
      bot,
      alone.conversationId,
      new RegExp(`${number} .*waits for your decision`),
      8000,
    );
    await thread.shows(new RegExp(`^Request expired[\\s\\S]*${number}\\n`), 12_000);
    const reminders = thread.alex
      .sent()
      .filter(({ activity }) => /waits for your decision/.test(activity.text ?? ''));
    assert.equal(reminders.length, 3);
  }).timeout(25_000);
});
