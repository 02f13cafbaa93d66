import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { OAUTH_CONNECTION, PEOPLE } from '../../sandbox/cloud/directory.ts';
import { placeOfForm } from '../../src/bot/form-place.ts';
import { type RunningBot, withBot } from '../support/bot.ts';
import { anInput } from '../support/builders.ts';
import { adaptiveCard, answeredCard, findAction, verbs, words } from '../support/cards.ts';
import { ChannelThread } from '../support/channel.ts';
import { ALEX } from '../support/requests.ts';
import { TeamsClient } from '../support/teams.ts';

const JUSTIFIED = { justification: 'Because of the test.' };

describe('a form of a channel', () => {
  let bot: RunningBot;
  let thread: ChannelThread;
  let alone: TeamsClient;
  withBot((running) => {
    bot = running;
    thread = new ChannelThread(running);
    alone = new TeamsClient(running);
  });
  const authentication = async () => ({
    id: randomUUID(),
    connectionName: OAUTH_CONNECTION,
    token: await bot.cloud.entra.userToken(PEOPLE.alex),
  });

  it('needs the approvals of its channel also when it is submitted elsewhere', async () => {
    const form = await thread.alex.ask('new');
    const inputs = anInput({ ...JUSTIFIED, exchangeOrganization: 'Elsewhere' });
    const { data } = findAction(form, 'form.submit');

    const answer = await alone.execute('form.submit', { ...data, ...inputs });

    assert.match(words(answeredCard(answer)), /^Approval needed/);
    assert.equal(bot.cloud.graph.connectors.length, 0);
    await thread.shows(/^Approval needed/);
  });

  it('needs them also when its owner signs in elsewhere, and goes on by itself then', async () => {
    bot.cloud.tokens.signOut(PEOPLE.alex);
    const form = await thread.alex.ask('new');
    const inputs = anInput({ ...JUSTIFIED, exchangeOrganization: 'Signed in elsewhere' });
    const [message] = thread.alex.sent();
    await thread.alex.submit(form, 'form.submit', inputs, message?.activityId);

    await alone.invoke('signin/tokenExchange', await authentication());

    const shown = await thread.shows(/^Approval needed/);
    assert.equal(shown.activityId, message?.activityId);
    assert.deepEqual(verbs(adaptiveCard(shown.activity)), ['request.refresh']);
    assert.equal(bot.cloud.graph.connectors.length, 0);
  });

  it('that cannot become a request after the sign-in comes back with the reason', async () => {
    await thread.ask({ exchangeOrganization: 'Taken' });
    bot.cloud.tokens.signOut(PEOPLE.alex);
    const other = new ChannelThread(bot);
    const form = await other.alex.ask('new');
    const inputs = anInput({ ...JUSTIFIED, exchangeOrganization: 'Taken' });
    await other.alex.submit(form, 'form.submit', inputs, other.alex.sent()[0]?.activityId);

    await other.alex.invoke('signin/tokenExchange', await authentication());

    await other.shows(/still open/);
  });

  it('is not spoilt, nor is a request, by a press that names another message', async () => {
    const card = await thread.ask();
    const [shared] = thread.alex.sent();
    const form = await thread.adele.ask('new');

    for (const data of [{ form: 'forged' }, findAction(form, 'form.cancel').data ?? {}]) {
      const value = { verb: 'form.cancel', ...data };
      await thread.adele.send(thread.adele.activity({ value, replyToId: shared?.activityId }));
    }
    await thread.adele.submit(card, 'request.refresh', {}, shared?.activityId);

    const after = thread.alex.sent().find(({ activityId }) => activityId === shared?.activityId);
    assert.match(words(adaptiveCard(after?.activity ?? {})), /^Approval needed/);
  });

  it('keeps its request neutral when somebody on an old client rejects without a reason', async () => {
    const card = await thread.ask();
    const shown = await thread.shows(/^Approval needed/);
    const request = card.actions?.[0]?.data?.request;

    for (const who of [thread.megan, thread.adele]) {
      const value = { verb: 'request.reject', request, comment: '' };
      await who.send(who.activity({ value, replyToId: shown.activityId }));
    }

    await thread.says(/why you reject/);
    await thread.says(/not an approver/);
    const now = thread.alex.sent().find(({ activityId }) => activityId === shown.activityId);
    assert.deepEqual(verbs(adaptiveCard(now?.activity ?? {})), ['request.refresh']);
  });
});

describe('a press that wants no work', () => {
  let bot: RunningBot;
  let thread: ChannelThread;
  withBot(
    (running) => {
      bot = running;
      thread = new ChannelThread(running);
    },
    { environment: { PROVISION_AS: 'approver' } },
  );

  it('never creates the connector: rejecting after the approval was blocked', async () => {
    const card = await thread.seenBy(thread.megan, await thread.ask());
    bot.cloud.faults.set('entra.obo', { kind: 'assertion-expired', times: 1 });
    await thread.megan.press(card, 'request.approve');

    const answer = await thread.megan.press(card, 'request.reject', { comment: 'No' });
    const again = await thread.megan.press(
      card,
      'request.reject',
      { comment: 'No' },
      {
        authentication: {
          id: 'exchange-1',
          connectionName: OAUTH_CONNECTION,
          token: await bot.cloud.entra.userToken(PEOPLE.megan),
        },
      },
    );

    assert.match(words(answeredCard(answer)), /nothing was changed/);
    assert.match(words(answeredCard(again)), /nothing was changed/);
    assert.equal(bot.cloud.graph.connectors.length, 0);
  });
});

describe('a form that Teams shows before it says so', () => {
  let bot: RunningBot;
  withBot(
    (running) => {
      bot = running;
    },
    { environment: { GRAPH_TIMEOUT: 'PT1S' } },
  );

  it('can be submitted at once', async () => {
    const alex = new TeamsClient(bot);
    bot.cloud.faults.set('connector.send', { kind: 'hang-after', times: 1 });
    const asking = alex.say('new');
    const { activity } = await bot.cloud.connector.waitFor(
      ({ conversationId }) => conversationId === alex.conversationId,
    );

    const answer = await alex.press(
      adaptiveCard(activity),
      'form.submit',
      anInput({ exchangeOrganization: 'Early' }),
    );

    assert.match(words(answeredCard(answer)), /connector created/);
    await asking;
  }).timeout(20_000);
});

describe('the message of a form', () => {
  const reference = {
    serviceUrl: 'https://teams.example',
    channelId: 'msteams',
    bot: { id: '28:bot' },
    conversation: { id: '19:thread' },
  };
  const shownIn = (place: unknown) => {
    const form = { id: 'f1', owner: ALEX, status: 'open' as const, draft: {} };
    return placeOfForm({ ...form, origin: { chat: 'channel', reference }, place });
  };

  it('is where the form was asked for', () => {
    assert.deepEqual(shownIn({ activityId: 'm1' }), { reference, activityId: 'm1' });
  });

  it('is not known before it was sent', () => {
    assert.deepEqual(shownIn(null), { reference });
  });

  it('is known as well where an earlier version has written more of it', () => {
    assert.deepEqual(shownIn({ reference, activityId: 'm1' }), { reference, activityId: 'm1' });
  });
});
