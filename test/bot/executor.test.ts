import assert from 'node:assert/strict';
import { OAUTH_CONNECTION, PEOPLE, type Person } from '../../sandbox/cloud/directory.ts';
import { type RunningBot, withBot } from '../support/bot.ts';
import { type AdaptiveCard, adaptiveCard, answeredCard, verbs, words } from '../support/cards.ts';
import { ChannelThread, numberOf, showsIn } from '../support/channel.ts';
import { TeamsClient } from '../support/teams.ts';
import { TOPOLOGIES } from '../support/topologies.ts';

const LOGIN = 'application/vnd.microsoft.activity.loginRequest';
const { alex, megan } = PEOPLE;
const forbidden = { kind: 'refuse', status: 403, code: 'Forbidden', message: '' } as const;

/** The data of any button of a request's card. */
const requestOf = (card: AdaptiveCard) => ({ request: card.actions?.[0]?.data?.request });

for (const [topology, run] of TOPOLOGIES) {
  describe(`the person whose rights create the connector, with ${topology}`, () => {
    let bot: RunningBot;
    let thread: ChannelThread;
    const use = (running: RunningBot) => {
      bot = running;
      thread = new ChannelThread(running);
    };
    const authentication = async (person: Person) => ({
      id: 'exchange-1',
      connectionName: OAUTH_CONNECTION,
      token: await bot.cloud.entra.userToken(person),
    });
    const creator = () =>
      bot.cloud.graph.requests.find(({ method }) => method === 'POST')?.claims?.oid;

    describe('is the requester', () => {
      withBot(use, {}, run);

      it('who signs in before anything is requested', async () => {
        bot.cloud.tokens.signOut(alex);
        const form = await thread.alex.ask('new');

        const answer = await thread.alex.press(form, 'form.submit', {
          exchangeConnectorType: 'hosted',
          exchangeOrganization: 'Sign in first',
          exchangeAlias: 'alias',
          primarySmtpAddress: 'exchange@contoso.com',
          justification: 'Because of the test.',
        });

        assert.equal(answer.body.type, LOGIN);
        assert.equal(thread.alex.sent().length, 1);
      });

      it('and when that sign-in is gone, the request waits for them and then goes on', async () => {
        const card = await thread.seenBy(thread.megan, await thread.ask());
        bot.cloud.tokens.signOut(alex);

        const blocked = answeredCard(await thread.megan.press(card, 'request.approve'));

        assert.match(words(blocked), /^Waiting for/);
        assert.equal(bot.cloud.graph.connectors.length, 0);
        await thread.says(/has to wait/);
        const own = await thread.seenBy(thread.alex, blocked);
        assert.deepEqual(verbs(own), ['request.complete', 'request.cancel', 'request.refresh']);
        assert.deepEqual(verbs(await thread.seenBy(thread.megan, blocked)), ['request.refresh']);

        const asked = await thread.alex.press(own, 'request.complete');
        assert.equal(asked.body.type, LOGIN);
        const again = { authentication: await authentication(alex) };
        const done = await thread.alex.press(own, 'request.complete', {}, again);

        assert.match(words(answeredCard(done)), /connector created/);
        assert.equal(creator(), alex.aadObjectId);
        await thread.shows(/connector created/);
      });

      it('and nobody else can complete it', async () => {
        const card = await thread.seenBy(thread.megan, await thread.ask());
        bot.cloud.tokens.signOut(alex);
        const blocked = answeredCard(await thread.megan.press(card, 'request.approve'));
        const own = await thread.seenBy(thread.alex, blocked);

        const answer = await thread.megan.press(own, 'request.complete');

        assert.match(words(answeredCard(answer)), /nothing was changed/);
        assert.equal(bot.cloud.graph.connectors.length, 0);
      });

      it('and consent that is missing is asked for on the card, and completed', async () => {
        const card = await thread.seenBy(thread.megan, await thread.ask());
        bot.cloud.faults.set('entra.obo', { kind: 'consent-required', times: 1 });

        const blocked = answeredCard(await thread.megan.press(card, 'request.approve'));
        assert.ok(blocked.actions?.some(({ type }) => type === 'Action.OpenUrl'));
        const own = await thread.seenBy(thread.alex, blocked);
        const done = await thread.alex.press(own, 'request.complete');

        assert.match(words(answeredCard(done)), /connector created/);
      });

      it('and a failed request is not tried again while another for its organization is open', async () => {
        const card = await thread.seenBy(
          thread.megan,
          await thread.ask({ exchangeOrganization: 'Rivals' }),
        );
        bot.cloud.faults.set('graph.create', { ...forbidden, times: 1 });
        await thread.megan.press(card, 'request.approve');
        const other = new ChannelThread(bot);
        const rival = numberOf(await other.ask({ exchangeOrganization: 'RIVALS' }));

        const answers = await Promise.all(
          [1, 2].map(() => thread.alex.execute('request.retry', requestOf(card))),
        );

        for (const answer of answers) {
          assert.match(words(answeredCard(answer)), new RegExp(`request ${rival}`));
        }
        assert.equal(bot.cloud.graph.connectors.length, 0);
      });

      it('and a failed request can be tried again', async () => {
        const card = await thread.seenBy(thread.megan, await thread.ask());
        bot.cloud.faults.set('graph.create', { ...forbidden, times: 1 });
        const failed = answeredCard(await thread.megan.press(card, 'request.approve'));
        const own = await thread.seenBy(thread.alex, failed);
        assert.ok(verbs(own).includes('request.retry'));

        const done = await thread.alex.press(own, 'request.retry');

        assert.match(words(answeredCard(done)), /connector created/);
        assert.equal(bot.cloud.graph.connectors.length, 1);
      });
    });

    describe('is the last approver with PROVISION_AS=approver', () => {
      withBot(use, { environment: { PROVISION_AS: 'approver', APPROVALS_NEEDED: '2' } }, run);

      it('while the requester needs no sign-in', async () => {
        bot.cloud.tokens.signOut(alex);

        const card = await thread.ask();

        assert.match(words(card), /^Approval needed[\s\S]*0 of 2/);
      });

      it('who signs in before the decision counts', async () => {
        const card = await thread.ask();
        const first = await thread.megan.press(
          await thread.seenBy(thread.megan, card),
          'request.approve',
        );
        assert.match(words(answeredCard(first)), /1 of 2/);
        bot.cloud.tokens.signOut(PEOPLE.isaiah);
        const own = await thread.seenBy(thread.isaiah, card);

        const asked = await thread.isaiah.press(own, 'request.approve');
        const still = await thread.seenBy(thread.isaiah, card);
        const again = { authentication: await authentication(PEOPLE.isaiah) };
        const done = await thread.isaiah.press(own, 'request.approve', {}, again);

        assert.equal(asked.body.type, LOGIN);
        assert.match(words(still), /1 of 2/);
        assert.match(words(answeredCard(done)), /connector created/);
        assert.equal(creator(), PEOPLE.isaiah.aadObjectId);
      });

      it('and the first approval needs no sign-in', async () => {
        bot.cloud.tokens.signOut(megan);
        const card = await thread.seenBy(thread.megan, await thread.ask());

        const answer = await thread.megan.press(card, 'request.approve');

        assert.match(words(answeredCard(answer)), /1 of 2/);
        await thread.shows(/1 of 2/);
      });

      it('also when two approve in the same instant', async () => {
        const card = await thread.ask();

        await Promise.all(
          [thread.megan, thread.isaiah].map(async (who) =>
            who.press(await thread.seenBy(who, card), 'request.approve'),
          ),
        );

        await thread.shows(/connector created/);
        assert.equal(bot.cloud.graph.connectors.length, 1);
      });

      it('on an old client, whose approval goes on by itself after the sign-in', async () => {
        const alone = new TeamsClient(bot, PEOPLE.isaiah);
        await alone.say('help');
        const card = await thread.ask();
        await thread.megan.press(await thread.seenBy(thread.megan, card), 'request.approve');
        const ours = new RegExp(`${numberOf(card)}\\n[\\s\\S]*1 of 2`);
        const copy = await showsIn(bot, alone.conversationId, ours);
        bot.cloud.tokens.signOut(PEOPLE.isaiah);

        await alone.submit(adaptiveCard(copy.activity), 'request.approve', {}, copy.activityId);
        await alone.invoke('signin/tokenExchange', await authentication(PEOPLE.isaiah));

        await thread.shows(/connector created/);
        assert.equal(creator(), PEOPLE.isaiah.aadObjectId);
      });
    });
  });
}
