import assert from 'node:assert/strict';
import { APPROVERS_GROUP, PEOPLE } from '../../sandbox/cloud/directory.ts';
import { type RunningBot, withBot } from '../support/bot.ts';
import { anInput } from '../support/builders.ts';
import { answeredCard, input, verbs, words } from '../support/cards.ts';
import { ChannelThread } from '../support/channel.ts';
import { TeamsClient } from '../support/teams.ts';

const JUSTIFIED = { justification: 'Because of the test.' };

describe('approvers', () => {
  let bot: RunningBot;
  let thread: ChannelThread;
  const use = (running: RunningBot) => {
    bot = running;
    thread = new ChannelThread(running);
  };
  const mayApprove = async (person: (typeof PEOPLE)[keyof typeof PEOPLE]) => {
    const card = await thread.ask();
    return verbs(await thread.seenBy(thread.alex.joinedBy(person), card)).includes(
      'request.approve',
    );
  };

  describe('who own the team', () => {
    withBot(use);

    it('are nobody in a group chat, so that submitting is refused with the reason', async () => {
      const group = new TeamsClient(bot, PEOPLE.alex, 'groupChat');
      const form = await group.ask('new');

      const answer = await group.press(form, 'form.submit', anInput(JUSTIFIED));

      const card = answeredCard(answer);
      assert.match(words(card), /approval is needed here, and nobody/);
      assert.equal(input(card, 'exchangeAlias').value, 'exchange-contoso');
      assert.equal(bot.cloud.graph.connectors.length, 0);
    });
  });

  describe('who own the team where Graph refuses to tell', () => {
    withBot(use);

    it('are read from the roster', async () => {
      bot.cloud.faults.set('graph.members', {
        kind: 'refuse',
        status: 403,
        code: 'Forbidden',
        message: '',
      });

      assert.equal(await mayApprove(PEOPLE.megan), true);
    });
  });

  describe('whom nobody tells', () => {
    withBot(use);

    it('are not the trouble where Entra refuses the bot itself, which the form says', async () => {
      const form = await thread.alex.ask('new');
      bot.cloud.faults.set('entra.token', { kind: 'secret-wrong' });

      const answer = await thread.alex.press(form, 'form.submit', anInput(JUSTIFIED));

      assert.match(words(answeredCard(answer)), /refused the bot itself/);
    });

    it('are not invented: nothing is requested, and the form keeps its values', async () => {
      bot.cloud.faults.set('graph.members', { kind: 'status', status: 500 });

      const card = await thread.ask({ exchangeAlias: 'kept' });

      assert.match(words(card), /Nothing was (changed|requested)/);
      assert.equal(input(card, 'exchangeAlias').value, 'kept');
      bot.cloud.faults.clear();
      assert.match(words(await thread.ask()), /^Approval needed/);
    });
  });

  describe('of an Entra group', () => {
    withBot(use, { environment: { APPROVERS: `group:${APPROVERS_GROUP.id}` } });

    it('are its members, and nobody else', async () => {
      const seen: boolean[] = [];

      for (const person of [PEOPLE.patti, PEOPLE.lynne, PEOPLE.megan]) {
        seen.push(await mayApprove(person));
      }

      assert.deepEqual(seen, [true, true, false]);
    });

    it('can approve a request from a group chat', async () => {
      const group = new TeamsClient(bot, PEOPLE.alex, 'groupChat');
      const inputs = anInput({ ...JUSTIFIED, exchangeOrganization: 'Group chat' });
      const card = answeredCard(await group.press(await group.ask('new'), 'form.submit', inputs));
      const patti = group.joinedBy(PEOPLE.patti);

      const answer = await patti.execute('request.approve', {
        request: card.actions?.[0]?.data?.request,
      });

      assert.match(words(answeredCard(answer)), /connector created/);
    });
  });

  describe('named by their ids', () => {
    withBot(use, {
      environment: {
        APPROVERS: `${PEOPLE.lynne.aadObjectId.toUpperCase()}, ${PEOPLE.alex.aadObjectId}`,
        APPROVAL: 'always',
      },
    });

    it('decide in personal chats, too, but not on their own requests', async () => {
      const alex = new TeamsClient(bot);
      const card = answeredCard(
        await alex.press(await alex.ask('new'), 'form.submit', anInput(JUSTIFIED)),
      );
      assert.match(words(card), /^Approval needed/);
      assert.deepEqual(verbs(card), ['request.cancel', 'request.refresh']);
      const own = await alex.execute('request.approve', {
        request: card.actions?.[0]?.data?.request,
      });
      const lynne = new TeamsClient(bot, PEOPLE.lynne);

      const answer = await lynne.execute('request.approve', {
        request: card.actions?.[0]?.data?.request,
      });

      assert.match(words(answeredCard(own)), /own request/);
      assert.match(words(answeredCard(answer)), /connector created/);
    });
  });

  describe('who may approve their own requests', () => {
    withBot(use, { environment: { APPROVAL_SELF: 'true', APPROVERS: PEOPLE.alex.aadObjectId } });

    it('have all buttons, and no more than four', async () => {
      const card = await thread.ask();

      const own = await thread.seenBy(thread.alex, card);

      assert.deepEqual(verbs(own), [
        'request.approve',
        'request.reject',
        'request.cancel',
        'request.refresh',
      ]);
      const answer = await thread.alex.press(own, 'request.approve');
      assert.match(words(answeredCard(answer)), /connector created/);
    });
  });
});
