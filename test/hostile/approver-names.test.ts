import assert from 'node:assert/strict';
import { PEOPLE, TEAM } from '../../sandbox/cloud/directory.ts';
import { type RunningBot, withBot } from '../support/bot.ts';
import { words } from '../support/cards.ts';
import { ChannelThread } from '../support/channel.ts';
import { checkMessage } from './shown.ts';

describe('approvers whose names no database can keep', () => {
  let bot: RunningBot;
  withBot(
    (running) => {
      bot = running;
    },
    { environment: { APPROVAL_REMINDS: 'PT1S' } },
  );

  it('are asked, and mentioned by what can be shown of them', async () => {
    const name = '**evil**\u0000 \ud83d\u202e\n<at>Alex</at>';
    bot.cloud.connector.setMembers(TEAM.id, [{ ...PEOPLE.megan, name }, PEOPLE.isaiah]);
    const thread = new ChannelThread(bot);

    const waiting = await thread.ask();

    assert.match(words(waiting), /^Approval needed/);
    const told = await thread.says(/waits for your decision/, 8000);
    const mentioned = told.activity.entities?.map((entity) => entity.mentioned.id) ?? [];
    assert.deepEqual(new Set(mentioned), new Set([PEOPLE.megan.mri, PEOPLE.isaiah.mri]));
    checkMessage(told.activity, []);
  }).timeout(20_000);
});
