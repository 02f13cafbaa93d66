import assert from 'node:assert/strict';
import { PEOPLE } from '../../sandbox/cloud/directory.ts';
import { type RunningBot, withBot } from '../support/bot.ts';
import { adaptiveCard, answeredCard, findAction, verbs, words } from '../support/cards.ts';
import { ChannelThread, numberOf, saysIn, showsIn } from '../support/channel.ts';
import { TeamsClient } from '../support/teams.ts';
import { TOPOLOGIES } from '../support/topologies.ts';

for (const [topology, run] of TOPOLOGIES) {
  describe(`copies of a request, with ${topology}`, () => {
    let bot: RunningBot;
    let thread: ChannelThread;
    /** Megan alone with the bot. */
    let alone: TeamsClient;
    withBot(
      (running) => {
        bot = running;
        thread = new ChannelThread(running);
        alone = new TeamsClient(running, PEOPLE.megan);
      },
      {},
      run,
    );

    const copyOf = (number: string, pattern: RegExp) =>
      showsIn(bot, alone.conversationId, new RegExp(`${pattern.source}[\\s\\S]*${number}\\n`));

    it('reach an approver who has met the bot, with the buttons', async () => {
      await alone.say('help');

      const card = await thread.ask();

      const copy = adaptiveCard((await copyOf(numberOf(card), /^Approval needed/)).activity);
      assert.deepEqual(verbs(copy), ['request.approve', 'request.reject', 'request.refresh']);
      assert.equal(copy.refresh, undefined);
    });

    it('can decide, and all of them show the end', async () => {
      await alone.say('help');
      const number = numberOf(await thread.ask());
      const copy = await copyOf(number, /^Approval needed/);

      const answer = await alone.press(adaptiveCard(copy.activity), 'request.approve');

      assert.match(words(answeredCard(answer)), /connector created/);
      await thread.shows(new RegExp(`connector created[\\s\\S]*${number}\\n`));
      const end = await copyOf(number, /^Exchange connector created/);
      assert.equal(end.activityId, copy.activityId);
      assert.deepEqual(verbs(adaptiveCard(end.activity)), ['request.refresh', 'form.open']);
    });

    it('are not stopped by a chat that is gone', async () => {
      await alone.say('help');
      bot.cloud.connector.kill(alone.conversationId, 403);
      const card = await thread.seenBy(thread.isaiah, await thread.ask());

      await thread.isaiah.press(card, 'request.approve');

      await thread.shows(new RegExp(`connector created[\\s\\S]*${numberOf(card)}\\n`));
      await thread.says(/is done/);
    });

    it('are sent anew where somebody has deleted the message', async () => {
      const card = await thread.seenBy(thread.megan, await thread.ask());
      const shown = await thread.shows(/^Approval needed/);
      bot.cloud.connector.remove(thread.alex.conversationId, shown.activityId);

      await thread.megan.press(card, 'request.approve');

      const end = await thread.shows(/connector created/);
      assert.notEqual(end.activityId, shown.activityId);
    });

    it('are caught up with when Teams could not be reached for a while', async () => {
      const card = await thread.seenBy(thread.megan, await thread.ask());
      await thread.shows(/^Approval needed/);
      bot.cloud.faults.set('connector.update', { kind: 'status', status: 503, times: 6 });

      await thread.megan.press(card, 'request.approve');

      await thread.shows(/connector created/, 20_000);
    }).timeout(25_000);

    it('are not sent to an approver who has removed the bot', async () => {
      await alone.say('help');
      await alone.send(alone.activity({ type: 'installationUpdate', action: 'remove' }));

      const card = await thread.ask();

      await thread.shows(new RegExp(`^Approval needed[\\s\\S]*${numberOf(card)}\\n`));
      const copies = alone
        .sent()
        .filter(({ activity }) => JSON.stringify(activity).includes(`Request ${numberOf(card)}"`));
      assert.deepEqual(copies, []);
    });

    it('tell the requester of the end also when Teams did not take the message at first', async () => {
      const card = await thread.seenBy(thread.megan, await thread.ask());
      await thread.shows(/^Approval needed/);
      bot.cloud.faults.set('connector.send', { kind: 'throttled-silent', times: 1 });

      await thread.megan.press(card, 'request.approve');

      await thread.says(/is done/, 15_000);
    }).timeout(20_000);

    it('tell the requester of a rejection by mention', async () => {
      const card = await thread.seenBy(thread.megan, await thread.ask());

      await thread.megan.press(card, 'request.reject', { comment: 'Not this year' });

      const told = await thread.says(/was rejected/);
      assert.equal(told.activity.entities?.[0]?.mentioned.id, PEOPLE.alex.mri);
    });

    it('of an old client show the end in place, and say what was refused', async () => {
      await alone.say('help');
      const number = numberOf(await thread.ask());
      const copy = await copyOf(number, /^Approval needed/);
      const card = adaptiveCard(copy.activity);

      await alone.submit(card, 'request.approve', {}, copy.activityId);
      await copyOf(number, /^Exchange connector created/);
      await alone.submit(card, 'request.reject', { comment: 'Too late' }, copy.activityId);

      await saysIn(bot, alone.conversationId, /nothing was changed/);
      assert.ok(findAction(card, 'request.reject').fallback);
    });
  });
}
