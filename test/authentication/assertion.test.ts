import assert from 'node:assert/strict';
import { OAUTH_CONNECTION, PEOPLE, type Person } from '../../sandbox/cloud/directory.ts';
import { anInput } from '../support/builders.ts';
import { type OpenBot, runOpenBot } from '../support/open-bot.ts';
import { everythingStored } from '../support/stored.ts';
import { type HttpAnswer, TeamsClient } from '../support/teams.ts';
import { FOREIGN_ASSERTIONS, type Judge } from './assertions.ts';

const { alex, patti } = PEOPLE;
const CREATED = /connector created/;
/** What the person is told, by who notices. */
const NOTICED: Readonly<Record<Judge, RegExp>> = {
  account: /account that signed in is not the one you use/,
  app: /Entra refused the bot itself/,
  entra: /activity\.loginRequest/,
};

describe('the assertion of a person', () => {
  let bot: OpenBot;
  let teams: TeamsClient;
  let organizations = 0;
  before(async function () {
    this.timeout(30_000);
    bot = await runOpenBot({ environment: { APPROVAL: 'never' } });
  });
  after(() => bot.close());
  beforeEach(() => {
    bot.cloud.reset();
    teams = new TeamsClient(bot);
    organizations += 1;
  });

  const inputs = () => anInput({ exchangeOrganization: `Assertions ${organizations}` });
  const submit = async (extras = {}): Promise<HttpAnswer> =>
    teams.press(await teams.ask('new'), 'form.submit', inputs(), extras);
  const authentication = (token: string) => ({
    authentication: { id: 'x', connectionName: OAUTH_CONNECTION, token },
  });
  /** Entra may be shown what only Entra can judge; whatever it says, Graph hears of nothing. */
  const assertUnused = (answer: HttpAnswer) => {
    assert.equal(answer.status, 200);
    assert.doesNotMatch(answer.text, CREATED);
    assert.equal(bot.cloud.graph.requests.length, 0);
    assert.equal(bot.cloud.graph.connectors.length, 0);
  };
  const exchanges = () =>
    bot.cloud.entra.requests.filter(({ body }) =>
      JSON.stringify(body ?? '').includes('jwt-bearer'),
    );
  const assertNoneGranted = () =>
    assert.deepEqual(
      exchanges().filter(({ status }) => status === 200),
      [],
    );

  for (const [what, make, judge] of FOREIGN_ASSERTIONS) {
    it(`is not one ${what} that the client sends along`, async () => {
      bot.cloud.tokens.signOut(alex);

      const answer = await submit(authentication(await make(bot.cloud, alex)));

      assertUnused(answer);
      assertNoneGranted();
      assert.equal(bot.cloud.tokens.isSignedIn(alex), false);
    });

    it(`is not one ${what} that the token service hands out`, async () => {
      bot.cloud.tokens.handOut(alex, await make(bot.cloud, alex));

      const answer = await submit();

      assertUnused(answer);
      assertNoneGranted();
      assert.match(answer.text, NOTICED[judge]);
      assert.equal(exchanges().length > 0, judge === 'entra');
      assert.equal(bot.cloud.tokens.isSignedIn(alex), judge === 'app');
    });

    it(`is not one ${what} that a token exchange brings`, async () => {
      bot.cloud.tokens.signOut(alex);

      const token = await make(bot.cloud, alex);
      const value = { id: `exchange-${what}`, connectionName: OAUTH_CONNECTION, token };
      const answer = await teams.invoke('signin/tokenExchange', value);

      assert.equal(answer.status, 412);
      assert.equal(bot.cloud.tokens.isSignedIn(alex), false);
      assert.equal(teams.sent().length, 0);
    });
  }

  it('is theirs also where Entra writes their object id in capitals', async () => {
    const oid = alex.aadObjectId.toUpperCase();
    bot.cloud.tokens.handOut(alex, await bot.cloud.entra.userToken(alex, { oid }));

    const answer = await submit();

    assert.match(answer.text, CREATED);
  });

  /** Signs in on the page that the bot linked to, and gives the six digits that it shows. */
  async function codeOf(person: Person): Promise<string> {
    const asked = await submit();
    const card = asked.body.value as { readonly buttons: readonly { readonly value: string }[] };
    const link = new URL(card.buttons[0]?.value ?? '');
    const page = await fetch(new URL('/sign-in', link), {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        state: link.searchParams.get('state') ?? '',
        person: person.aadObjectId,
      }),
    });
    return /<output>(?<code>\d{6})</.exec(await page.text())?.groups?.code ?? '';
  }

  it('is not that of the account which they chose on the sign-in page', async () => {
    bot.cloud.tokens.signOut(alex);
    const state = await codeOf(patti);

    const answer = await submit({ state });

    assertUnused(answer);
    assert.match(answer.text, /account that signed in is not the one you use/);
    assert.equal(bot.cloud.tokens.isSignedIn(alex), false);
  });

  it('is not that of such an account either where the code is typed into the chat', async () => {
    bot.cloud.tokens.signOut(alex);
    const state = await codeOf(patti);

    await teams.invoke('signin/verifyState', { state });

    assert.match(teams.sent().at(-1)?.activity.text ?? '', /another account/);
    assert.equal(bot.cloud.tokens.isSignedIn(alex), false);
    assertNoneGranted();
  });

  it('does not come by the six digits of somebody else, which stay good for them', async () => {
    bot.cloud.tokens.signOut(alex);
    bot.cloud.tokens.signOut(patti);
    const state = bot.cloud.tokens.codeFor(patti);

    const pressed = await submit({ state });
    const typed = await teams.invoke('signin/verifyState', { state });
    const theirs = await new TeamsClient(bot, patti).invoke('signin/verifyState', { state });

    assert.equal(pressed.body.type, 'application/vnd.microsoft.error.invalidAuthCode');
    assert.deepEqual([typed.status, theirs.status], [404, 200]);
    assertUnused(pressed);
    assert.deepEqual(
      [alex, patti].map((person) => bot.cloud.tokens.isSignedIn(person)),
      [false, true],
    );
  });

  it('is stored nowhere, nor is any token', async () => {
    await submit(authentication(await bot.cloud.entra.userToken(alex)));

    const stored = JSON.stringify(await everythingStored(bot.db));

    // How every JWT begins.
    assert.doesNotMatch(stored, /eyJ/);
    assert.doesNotMatch(JSON.stringify(bot.log), /eyJ/);
  });
});
