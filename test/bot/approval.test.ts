import assert from 'node:assert/strict';
import { PEOPLE } from '../../sandbox/cloud/directory.ts';
import { type RunningBot, withBot } from '../support/bot.ts';
import { anInput } from '../support/builders.ts';
import {
  adaptiveCard,
  answeredCard,
  findAction,
  input,
  messageBeside,
  verbs,
  words,
} from '../support/cards.ts';
import { ChannelThread, numberOf } from '../support/channel.ts';
import { TeamsClient } from '../support/teams.ts';
import { TOPOLOGIES } from '../support/topologies.ts';

const { alex, megan, isaiah, adele } = PEOPLE;

for (const [topology, run] of TOPOLOGIES) {
  describe(`a request in a channel, with ${topology}`, () => {
    let bot: RunningBot;
    let thread: ChannelThread;
    withBot(
      (running) => {
        bot = running;
        thread = new ChannelThread(running);
      },
      {},
      run,
    );

    const connectors = () => bot.cloud.graph.connectors.length;

    it('asks for a justification, and says beside the field when it is missing', async () => {
      const form = await thread.alex.ask('new');
      const inputs = anInput({ justification: 'short' });

      const answer = await thread.alex.press(form, 'form.submit', inputs);

      const card = answeredCard(answer);
      assert.match(messageBeside(card, 'justification') ?? '', /10 to 500/);
      assert.equal(input(card, 'justification').value, 'short');
      assert.equal(bot.cloud.graph.requests.filter(({ method }) => method === 'POST').length, 0);
    });

    it('waits for approval, and shows everybody what was asked for', async () => {
      const card = await thread.ask();

      assert.match(words(card), /^Approval needed/);
      assert.match(words(card), /0 of 1/);
      assert.match(words(card), /#\d+/);
      assert.match(words(card), /pilot of the mail migration/);
      assert.equal(connectors(), 0);
      const shown = await thread.shows(/^Approval needed/);
      const shared = adaptiveCard(shown.activity);
      assert.deepEqual(verbs(shared), ['request.refresh']);
      assert.deepEqual(
        new Set(shared.refresh?.userIds),
        new Set([alex.mri, megan.mri, isaiah.mri]),
      );
    });

    it('offers each person what they can do', async () => {
      const card = await thread.ask();

      const seen = await Promise.all(
        [thread.alex, thread.megan, thread.adele].map((who) => thread.seenBy(who, card)),
      );

      assert.deepEqual(seen.map(verbs), [
        ['request.cancel', 'request.refresh'],
        ['request.approve', 'request.reject', 'request.refresh'],
        ['request.refresh'],
      ]);
    });

    it('is created on behalf of the requester once an approver approves', async () => {
      const card = await thread.seenBy(thread.megan, await thread.ask());

      const answer = await thread.megan.press(card, 'request.approve', { comment: 'Fine with me' });

      assert.match(words(answeredCard(answer)), /connector created/);
      assert.match(words(answeredCard(answer)), /Megan Bowen approved: Fine with me/);
      const post = bot.cloud.graph.requests.find(({ method }) => method === 'POST');
      assert.equal(post?.claims?.oid, alex.aadObjectId);
      assert.equal(connectors(), 1);
      const shown = await thread.shows(/connector created/);
      assert.deepEqual(adaptiveCard(shown.activity).refresh?.userIds, []);
    });

    it('mentions the requester in the thread when it is created', async () => {
      const card = await thread.seenBy(thread.megan, await thread.ask());

      await thread.megan.press(card, 'request.approve');

      const told = await thread.says(/is done/);
      const [mention] = told.activity.entities ?? [];
      assert.equal(mention?.mentioned.id, alex.mri);
      assert.match(told.activity.text ?? '', /<at>Alex Wilber<\/at>/);
    });

    it('is rejected only with a reason, which everybody reads', async () => {
      const card = await thread.seenBy(thread.megan, await thread.ask());

      const without = answeredCard(
        await thread.megan.press(card, 'request.reject', { comment: ' ' }),
      );
      const withReason = await thread.megan.press(card, 'request.reject', {
        comment: 'Use the old one',
      });

      assert.match(messageBeside(without, 'comment') ?? '', /why/);
      assert.match(words(answeredCard(withReason)), /^Request rejected/);
      await thread.shows(/^Request rejected[\s\S]*Use the old one/);
      assert.equal(connectors(), 0);
    });

    it('can be cancelled by the requester alone', async () => {
      const card = await thread.seenBy(thread.alex, await thread.ask());

      const foreign = await thread.megan.press(card, 'request.cancel');
      const own = await thread.alex.press(card, 'request.cancel');

      assert.match(words(answeredCard(foreign)), /Only the person who asked/);
      assert.match(words(answeredCard(own)), /^Request cancelled/);
    });

    it('is not decided by its requester, by others, or by a card that was edited', async () => {
      const card = await thread.seenBy(thread.megan, await thread.ask());

      const own = await thread.alex.press(card, 'request.approve');
      const other = await thread.adele.press(card, 'request.approve');
      const { data } = findAction(card, 'request.approve');
      const edited = await thread.adele.execute('request.approve', {
        ...data,
        mayDecide: true,
        approvals: [{ by: megan.aadObjectId }],
        approver: megan.aadObjectId,
      });

      assert.match(words(answeredCard(own)), /your own request/);
      assert.match(words(answeredCard(other)), /not an approver/);
      assert.match(words(answeredCard(edited)), /not an approver/);
      assert.equal(connectors(), 0);
      assert.match(words(await thread.seenBy(thread.adele, card)), /0 of 1/);
    });

    it('does not exist for those who neither see it nor have to do with it', async () => {
      const card = await thread.ask();
      const elsewhere = new TeamsClient(bot, adele);

      const answers = await Promise.all(
        ['request.refresh', 'request.approve', 'request.cancel'].map((verb) =>
          elsewhere.execute(verb, { request: findAction(card, 'request.refresh').data?.request }),
        ),
      );

      for (const answer of answers) assert.match(String(answer.body.value), /no such request/);
    });

    it('has one outcome when two decide in the same instant, and both see it', async () => {
      const card = await thread.ask();

      const answers = await Promise.all([
        thread.megan.press(await thread.seenBy(thread.megan, card), 'request.approve'),
        thread.isaiah.execute('request.reject', {
          request: findAction(card, 'request.refresh').data?.request,
          comment: 'Not now',
        }),
      ]);

      const titles = new Set(
        await Promise.all(
          [thread.megan, thread.isaiah].map(
            async (who) => words(await thread.seenBy(who, card)).split('\n')[0],
          ),
        ),
      );
      assert.equal(titles.size, 1);
      const rejected = titles.has('Request rejected');
      assert.equal(connectors(), rejected ? 0 : 1);
      const loser = words(answeredCard(answers[rejected ? 0 : 1] ?? answers[0]));
      assert.match(loser, /nothing was changed/);
    });

    it('becomes one connector when Approve is pressed twice and sent again', async () => {
      const card = await thread.seenBy(thread.megan, await thread.ask());
      const { data } = findAction(card, 'request.approve');
      const action = { type: 'Action.Execute', verb: 'request.approve', data };
      const same = thread.megan.activity({
        type: 'invoke',
        name: 'adaptiveCard/action',
        value: { action },
      });

      const answers = await Promise.all([
        thread.megan.send(same),
        thread.megan.send(same),
        thread.megan.press(card, 'request.approve'),
      ]);

      for (const answer of answers) {
        assert.match(words(answeredCard(answer)), /connector created/);
        assert.doesNotMatch(words(answeredCard(answer)), /nothing was changed/);
      }
      assert.equal(connectors(), 1);
    });

    it('becomes one request when its form is submitted 20 times at once', async () => {
      const form = await thread.alex.ask('new');
      const inputs = anInput({
        exchangeOrganization: 'Twenty',
        justification: 'Because of the test.',
      });

      const answers = await Promise.all(
        Array.from({ length: 20 }, () => thread.alex.press(form, 'form.submit', inputs)),
      );

      const numbers = new Set(answers.map((answer) => numberOf(answeredCard(answer))));
      assert.equal(numbers.size, 1);
    });

    it('keeps a second request for the same organization away, pointing to the first', async () => {
      const number = numberOf(await thread.ask({ exchangeOrganization: 'Tailspin' }));
      const form = await thread.alex.ask('new');
      const shouted = 'TAILSPIN';

      const answer = await thread.alex.press(
        form,
        'form.submit',
        anInput({ exchangeOrganization: shouted, justification: 'Because of the test.' }),
      );

      const card = answeredCard(answer);
      assert.match(words(card), new RegExp(`request ${number}`));
      assert.equal(input(card, 'exchangeOrganization').value, shouted);
    });

    it('never sends or updates anything because a client refreshes by itself', async () => {
      const card = await thread.ask();
      await thread.shows(/^Approval needed/);
      const versions = () =>
        bot.cloud.connector.sent(thread.alex.conversationId).flatMap((each) => each.versions)
          .length;
      const before = versions();

      await Promise.all(
        [thread.alex, thread.megan, thread.adele].map((who) => thread.seenBy(who, card)),
      );

      // Whatever a refresh had set off would have come before this, which goes the same way.
      const marker = new ChannelThread(bot);
      await marker.ask();
      await marker.shows(/^Approval needed/);
      assert.equal(versions(), before);
    });

    it('asks Graph and the roster for approvers once, not for every click', async () => {
      const card = await thread.ask();
      const lookups = () =>
        bot.cloud.graph.requests.filter(({ path }) => path.includes('/members')).length +
        bot.cloud.connector.requests.filter(({ path }) => path.includes('members')).length;
      // Each process keeps its own list.
      for (const who of [thread.megan, thread.adele]) await thread.seenBy(who, card);
      const before = lookups();

      await thread.seenBy(thread.megan, card);
      await thread.adele.press(card, 'request.refresh');
      await thread.megan.execute('request.approve', findAction(card, 'request.refresh').data ?? {});

      assert.equal(lookups(), before);
    });
  });
}
