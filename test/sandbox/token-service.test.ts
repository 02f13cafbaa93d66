import { deepStrictEqual, match, notStrictEqual, rejects, strictEqual } from 'node:assert/strict';
import { decodeJwt } from 'jose';
import type { Cloud } from '../../sandbox/cloud/cloud.ts';
import {
  APP_ID_URI,
  FOREIGN_TENANT_ID,
  OAUTH_CONNECTION,
  PEOPLE,
  TENANT_ID,
} from '../../sandbox/cloud/directory.ts';
import { botLibrary } from './bot-library.ts';
import { trustedCloud } from './trusted-cloud.ts';

const { alex, adele } = PEOPLE;

describe('the token service', () => {
  let cloud: Cloud;
  let client: Awaited<ReturnType<ReturnType<typeof botLibrary>['userTokens']>>;
  before(async () => {
    cloud = await trustedCloud();
    client = await botLibrary(cloud).userTokens();
  });
  after(() => cloud.close());
  afterEach(() => cloud.reset());

  const get = (code = '') => client.getUserToken(alex.mri, OAUTH_CONNECTION, 'msteams', code);
  const exchange = (token: string) =>
    client.exchangeToken(alex.mri, OAUTH_CONNECTION, 'msteams', { token });
  const signInResource = () =>
    client.getSignInResource(OAUTH_CONNECTION, botLibrary(cloud).activity, '');

  it('hands out an assertion of the person signed in', async () => {
    const { token } = await client.getUserToken(alex.mri, OAUTH_CONNECTION, 'msteams', '');

    const { aud, oid, tid } = decodeJwt(token);
    deepStrictEqual([aud, oid, tid], [APP_ID_URI, alex.aadObjectId, TENANT_ID]);
  });

  it('has nothing for a person who is signed out', async () => {
    await client.signOutUser(alex.mri, OAUTH_CONNECTION, 'msteams');

    strictEqual((await get())?.token, undefined);
    strictEqual(cloud.tokens.isSignedIn(alex), false);
  });

  it('signs a person in with the code of the sign-in page', async () => {
    cloud.tokens.signOut(alex);
    const { signInLink } = await signInResource();
    const state = new URL(signInLink ?? '').searchParams.get('state') ?? '';
    match(await (await fetch(signInLink ?? '')).text(), /<button type="submit">Sign in/);

    const page = await fetch(`${cloud.tokens.url}/sign-in`, {
      method: 'POST',
      body: new URLSearchParams({ state }),
    });
    const code = /<output>(\d{6})/.exec(await page.text())?.[1];

    strictEqual(decodeJwt((await get(code)).token).oid, alex.aadObjectId);
  });

  it('redeems a code once, and only for the person it was made for', async () => {
    cloud.tokens.signOut(alex);
    const foreign = cloud.tokens.codeFor(adele);
    const own = cloud.tokens.codeFor(alex);

    strictEqual((await get(foreign))?.token, undefined);
    notStrictEqual((await get(own)).token, undefined);
    cloud.tokens.signOut(alex);
    strictEqual((await get(own))?.token, undefined);
  });

  it('names the application as the resource to exchange for', async () => {
    const { tokenExchangeResource } = await signInResource();

    strictEqual(tokenExchangeResource?.uri, APP_ID_URI);
  });

  it("signs a person in with Teams' token", async () => {
    cloud.tokens.signOut(alex);

    const { token } = await exchange(await cloud.entra.userToken(alex));

    strictEqual(decodeJwt(token).oid, alex.aadObjectId);
    strictEqual(cloud.tokens.isSignedIn(alex), true);
  });

  it('refuses to exchange a token of another tenant, for another application, or expired', async () => {
    cloud.tokens.signOut(alex);
    const tokens = await Promise.all([
      cloud.entra.userToken(alex, { tid: FOREIGN_TENANT_ID }),
      cloud.entra.userToken(alex, { audience: 'api://another' }),
      cloud.entra.userToken(alex, { expiresIn: -60 }),
    ]);

    const answers = await Promise.all(tokens.map(exchange));

    deepStrictEqual(
      answers.map(({ token }) => token),
      [undefined, undefined, undefined],
    );
  });

  it('refuses to exchange where consent is missing', async () => {
    cloud.tokens.exchangeFails(alex);

    const { token } = await exchange(await cloud.entra.userToken(alex));

    strictEqual(token, undefined);
  });

  it("hands out another person's assertion where a test wants it", async () => {
    cloud.tokens.handOut(alex, await cloud.entra.userToken(adele));

    strictEqual(decodeJwt((await get()).token).oid, adele.aadObjectId);
  });

  it('reports who is signed in', async () => {
    const [status] = await client.getTokenStatus(alex.mri, 'msteams', '');

    deepStrictEqual([status?.connectionName, status?.hasToken], [OAUTH_CONNECTION, true]);
  });

  it("refuses a token that is not the bot's", async () => {
    const stranger = await botLibrary(cloud, () => cloud.entra.userToken(alex)).userTokens();

    await rejects(stranger.getUserToken(alex.mri, OAUTH_CONNECTION, 'msteams', ''), {
      statusCode: 403,
    });
  });
});
