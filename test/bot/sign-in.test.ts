import assert from 'node:assert/strict';
import {
  APP_ID_URI,
  FOREIGN_TENANT_ID,
  OAUTH_CONNECTION,
  PEOPLE,
  type Person,
} from '../../sandbox/cloud/directory.ts';
import { type RunningBot, withBot } from '../support/bot.ts';
import { anInput } from '../support/builders.ts';
import { type AdaptiveCard, adaptiveCard, answeredCard, words } from '../support/cards.ts';
import { type HttpAnswer, TeamsClient } from '../support/teams.ts';

const LOGIN = 'application/vnd.microsoft.activity.loginRequest';

describe('signing in', () => {
  let bot: RunningBot;
  let teams: TeamsClient;
  const alex: Person = PEOPLE.alex;
  let inputs: Record<string, unknown>;
  let organizations = 0;
  withBot(
    (running) => {
      bot = running;
      teams = new TeamsClient(bot);
      bot.cloud.tokens.signOut(alex);
      // A request that waits for a sign-in keeps others for its organization away.
      organizations += 1;
      inputs = anInput({ exchangeOrganization: `Contoso ${organizations}` });
    },
    { environment: { APPROVAL: 'never' } },
  );

  const submitted = async (client = teams): Promise<[AdaptiveCard, HttpAnswer]> => {
    const form = await client.ask('new');
    return [form, await client.press(form, 'form.submit', inputs)];
  };
  const authentication = async (person = alex) => ({
    id: 'exchange-1',
    connectionName: OAUTH_CONNECTION,
    token: await bot.cloud.entra.userToken(person),
  });
  const tokenExchange = async (id = 'exchange-1', person = alex) => ({
    ...(await authentication(person)),
    id,
  });

  describe('of an Action.Execute', () => {
    for (const chat of ['personal', 'groupChat', 'channel'] as const) {
      it(`asks for it in the answer, silently first, in a ${chat}`, async () => {
        const [, answer] = await submitted(new TeamsClient(bot, alex, chat));

        assert.deepEqual(
          [answer.status, answer.body.statusCode, answer.body.type],
          [200, 401, LOGIN],
        );
        const card = answer.body.value as Record<string, unknown>;
        assert.equal(card.connectionName, OAUTH_CONNECTION);
        assert.equal((card.tokenExchangeResource as { uri: string }).uri, APP_ID_URI);
        const [button] = card.buttons as { type: string; value: string }[];
        assert.equal(button?.type, 'signin');
        assert.match(button?.value ?? '', /^https:/);
        assert.equal(bot.cloud.graph.requests.length, 0);
      });
    }

    it('goes on with the token that the client sends along', async () => {
      const [form] = await submitted();

      const again = { authentication: await authentication() };
      const answer = await teams.press(form, 'form.submit', inputs, again);

      assert.match(words(answeredCard(answer)), /connector created/);
      assert.equal(bot.cloud.graph.connectors.length, 1);
    });

    it('answers 412 when the token cannot be exchanged, and goes on with the six digits', async () => {
      const [form] = await submitted();
      bot.cloud.tokens.exchangeFails(alex);

      const again = { authentication: await authentication() };
      const failed = await teams.press(form, 'form.submit', inputs, again);
      const wrong = await teams.press(form, 'form.submit', inputs, { state: '000000' });
      const state = bot.cloud.tokens.codeFor(alex);
      const answer = await teams.press(form, 'form.submit', inputs, { state });

      assert.deepEqual(
        [failed.status, failed.body.statusCode, failed.body.type],
        [200, 412, 'application/vnd.microsoft.error.preconditionFailed'],
      );
      assert.deepEqual(
        [wrong.status, wrong.body.statusCode, wrong.body.type],
        [200, 401, 'application/vnd.microsoft.error.invalidAuthCode'],
      );
      assert.match(words(answeredCard(answer)), /connector created/);
    });

    it('asks again, once, when Entra calls the assertion expired', async () => {
      bot.cloud.tokens.signIn(alex);
      bot.cloud.faults.set('entra.obo', { kind: 'assertion-expired', times: 1 });

      const [form, answer] = await submitted();
      const again = { authentication: await authentication() };
      const created = await teams.press(form, 'form.submit', inputs, again);

      assert.equal(answer.body.type, LOGIN);
      assert.match(words(answeredCard(created)), /connector created/);
    });

    it('uses the token of one press although another press had none', async () => {
      const form = await teams.ask('new');
      const proof = { authentication: await authentication() };

      const [without, withToken] = await Promise.all([
        teams.press(form, 'form.submit', inputs),
        teams.press(form, 'form.submit', inputs, proof),
      ]);

      assert.match(words(answeredCard(withToken)), /connector created/, without.text);
      assert.equal(bot.cloud.graph.connectors.length, 1);
    });

    it('does not ask in a circle when the new assertion has expired as well', async () => {
      const [form] = await submitted();
      bot.cloud.faults.set('entra.obo', { kind: 'assertion-expired' });

      const again = { authentication: await authentication() };
      const answer = await teams.press(form, 'form.submit', inputs, again);

      assert.match(words(answeredCard(answer)), /no longer accepted/);
    });
  });

  describe('with another account', () => {
    const strangers: [string, () => Promise<string>][] = [
      ['another person', () => bot.cloud.entra.userToken(PEOPLE.megan)],
      ['another tenant', () => bot.cloud.entra.userToken(alex, { tid: FOREIGN_TENANT_ID })],
      ['nobody: no token at all', () => Promise.resolve('opaque')],
    ];
    for (const [whom, token] of strangers) {
      it(`does not act as ${whom}, and forgets that sign-in`, async () => {
        bot.cloud.tokens.signIn(alex);
        bot.cloud.tokens.handOut(alex, await token());

        const [, answer] = await submitted();

        assert.match(words(answeredCard(answer)), /account that signed in is not the one you use/);
        assert.equal(bot.cloud.graph.requests.length, 0);
        assert.equal(bot.cloud.tokens.isSignedIn(alex), false);
      });
    }
  });

  it('blames the operator when the assertion is for another app', async () => {
    bot.cloud.tokens.signIn(alex);
    const audience = 'https://graph.microsoft.com';
    bot.cloud.tokens.handOut(alex, await bot.cloud.entra.userToken(alex, { audience }));

    const [, answer] = await submitted();

    assert.match(words(answeredCard(answer)), /Entra refused the bot itself/);
    assert.equal(bot.cloud.tokens.isSignedIn(alex), true);
  });

  describe('by command', () => {
    it('sends a card with silent exchange in a personal chat', async () => {
      const [message] = await teams.say('sign in');

      const [attachment] = message?.activity.attachments ?? [];
      assert.equal(attachment?.contentType, 'application/vnd.microsoft.card.oauth');
      assert.ok(attachment?.content.tokenExchangeResource);
    });

    it('sends a card without it in a channel', async () => {
      const [message] = await new TeamsClient(bot, alex, 'channel').say('sign in');

      const [attachment] = message?.activity.attachments ?? [];
      assert.equal(attachment?.content.tokenExchangeResource, undefined);
      assert.equal(attachment?.content.buttons.length, 1);
    });

    it('says so when the sign-out did not work', async () => {
      bot.cloud.faults.set('tokens.signout', { kind: 'status', status: 403 });

      const [message] = await teams.say('sign out');

      assert.match(message?.activity.text ?? '', /may still be signed in/);
    });

    it('forgets the sign-in on sign out', async () => {
      bot.cloud.tokens.signIn(alex);

      await teams.say('sign out');

      assert.equal(bot.cloud.tokens.isSignedIn(alex), false);
    });
  });

  describe('of a card', () => {
    it('answers every client of a token exchange and acts once', async () => {
      const value = await tokenExchange('same');

      const answers = await Promise.all(
        [1, 2, 3].map(() => teams.invoke('signin/tokenExchange', value)),
      );

      assert.deepEqual(
        answers.map(({ status }) => status),
        [200, 200, 200],
      );
      const said = teams.sent().filter(({ activity }) => /signed in/.test(activity.text ?? ''));
      assert.equal(said.length, 1);
    });

    it('answers 412 with the id when the exchange fails', async () => {
      bot.cloud.tokens.exchangeFails(alex);

      const answer = await teams.invoke('signin/tokenExchange', await tokenExchange('x-7'));

      assert.equal(answer.status, 412);
      const body = JSON.parse(answer.text);
      assert.deepEqual([body.id, body.connectionName], ['x-7', OAUTH_CONNECTION]);
      assert.ok(body.failureDetail);
    });

    it('refuses an exchange for another connection', async () => {
      const value = { ...(await tokenExchange('other')), connectionName: 'mail' };

      const answer = await teams.invoke('signin/tokenExchange', value);

      assert.equal(answer.status, 400);
      assert.equal(bot.cloud.tokens.isSignedIn(alex), false);
    });

    it('refuses the token of another person', async () => {
      const value = await tokenExchange('foreign', PEOPLE.megan);

      const answer = await teams.invoke('signin/tokenExchange', value);

      assert.equal(answer.status, 412);
      assert.equal(bot.cloud.tokens.isSignedIn(alex), false);
    });

    it('takes the six digits, says when they are wrong, and heeds a cancel', async () => {
      const cancelled = await teams.invoke('signin/verifyState', { state: 'CancelledByUser' });
      const wrong = await teams.invoke('signin/verifyState', { state: '000000' });
      const state = bot.cloud.tokens.codeFor(alex);
      const right = await teams.invoke('signin/verifyState', { state });

      assert.deepEqual([cancelled.status, wrong.status, right.status], [200, 404, 200]);
      assert.deepEqual(
        teams.sent().map(({ activity }) => activity.text),
        ['That code is wrong or too old. Type sign in to get a new one.', 'You are signed in.'],
      );
    });

    it('takes note of a failure of the client', async () => {
      const value = { code: 'resourcematchfailed', message: 'no match' };

      const answer = await teams.invoke('signin/failure', value);

      assert.equal(answer.status, 200);
    });

    for (const name of ['signin/tokenExchange', 'signin/verifyState']) {
      for (const value of [undefined, null, 5, {}, { id: 7, token: {} }, { state: {} }]) {
        it(`answers 400 to ${name} with ${JSON.stringify(value)}`, async () => {
          const answer = await teams.invoke(name, value);

          assert.equal(answer.status, 400);
        });
      }
    }
  });

  describe('of an old client, which knows no Action.Execute', () => {
    it('goes on also when the greeting cannot be sent', async () => {
      const form = await teams.ask('new');
      await teams.submit(form, 'form.submit', inputs, teams.sent()[0]?.activityId);
      bot.cloud.faults.set('connector.send', { kind: 'status', status: 403, times: 1 });

      await teams.invoke('signin/tokenExchange', await tokenExchange('mute'));

      await bot.cloud.connector.waitFor(({ activity }) =>
        /connector created/.test(JSON.stringify(activity)),
      );
    });

    it('keeps the form and goes on by itself after the sign-in', async () => {
      const form = await teams.ask('new');
      const [formMessage] = teams.sent();

      await teams.submit(form, 'form.submit', inputs, formMessage?.activityId);
      const asked = teams.sent().at(-1);
      await teams.invoke('signin/tokenExchange', await tokenExchange('later'));
      const created = await bot.cloud.connector.waitFor(
        ({ activityId, activity }) =>
          activityId === formMessage?.activityId &&
          /connector created/.test(words(adaptiveCard(activity))),
      );

      assert.equal(
        asked?.activity.attachments?.[0]?.contentType,
        'application/vnd.microsoft.card.oauth',
      );
      assert.ok(created);
      assert.equal(bot.cloud.graph.connectors.length, 1);
    });
  });
});
