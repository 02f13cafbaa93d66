import { deepStrictEqual, rejects, strictEqual } from 'node:assert/strict';
import { ClientSecretCredential, OnBehalfOfCredential } from '@azure/identity';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { BOT_FRAMEWORK } from '../../sandbox/cloud/channel.ts';
import type { Cloud } from '../../sandbox/cloud/cloud.ts';
import {
  BOT_APP_ID,
  BOT_APP_SECRET,
  FOREIGN_TENANT_ID,
  PEOPLE,
  TENANT_ID,
} from '../../sandbox/cloud/directory.ts';
import { processKeys } from '../../sandbox/cloud/keys.ts';
import { trustedCloud } from './trusted-cloud.ts';

const SCOPE = 'DeviceManagementServiceConfig.ReadWrite.All';

describe('Entra', () => {
  let cloud: Cloud;
  before(async () => {
    cloud = await trustedCloud();
  });
  after(() => cloud.close());
  afterEach(() => cloud.reset());

  const options = () => ({
    authorityHost: cloud.entra.url,
    disableInstanceDiscovery: true,
    retryOptions: { maxRetries: 0 },
  });
  const withSecret = (secret = BOT_APP_SECRET) =>
    new ClientSecretCredential(TENANT_ID, BOT_APP_ID, secret, options());
  const onBehalfOf = (userAssertionToken: string) =>
    new OnBehalfOfCredential({
      tenantId: TENANT_ID,
      clientId: BOT_APP_ID,
      clientSecret: BOT_APP_SECRET,
      userAssertionToken,
      ...options(),
    });
  const graphScope = () => `${cloud.graph.url}/${SCOPE}`;

  it('gives the bot a token of its own, signed by a published key', async () => {
    const { token } = await withSecret().getToken(`${BOT_FRAMEWORK}/.default`);

    const keys = createRemoteJWKSet(new URL(`${cloud.entra.url}/${TENANT_ID}/discovery/v2.0/keys`));
    const { payload } = await jwtVerify(token, keys, { audience: BOT_FRAMEWORK });
    strictEqual(payload.appid, BOT_APP_ID);
  });

  it('gives the bot an application token for Graph', async () => {
    const { token } = await withSecret().getToken(`${cloud.graph.url}/.default`);

    const { aud, idtyp } = decodeJwt(token);
    deepStrictEqual({ aud, idtyp }, { aud: cloud.graph.url, idtyp: 'app' });
  });

  it('refuses a wrong secret', async () => {
    await rejects(withSecret('wrong').getToken(`${BOT_FRAMEWORK}/.default`), /AADSTS7000215/);
  });

  it('refuses a resource that is not there', async () => {
    await rejects(withSecret().getToken('https://nowhere.example/.default'), /AADSTS500011/);
  });

  it('exchanges an assertion for a token of that person', async () => {
    const assertion = await cloud.entra.userToken(PEOPLE.alex);

    const { token } = await onBehalfOf(assertion).getToken(graphScope());

    const { aud, oid, scp, tid, upn } = decodeJwt(token);
    const { aadObjectId, upn: name } = PEOPLE.alex;
    deepStrictEqual(
      { aud, oid, scp, tid, upn },
      { aud: cloud.graph.url, oid: aadObjectId, scp: SCOPE, tid: TENANT_ID, upn: name },
    );
  });

  it('is asked once for the same assertion and scope', async () => {
    const credential = onBehalfOf(await cloud.entra.userToken(PEOPLE.alex));
    await credential.getToken(graphScope());
    const before = cloud.entra.requests.length;

    await credential.getToken(graphScope());

    strictEqual(cloud.entra.requests.length, before);
  });

  it('notes what the client can do', async () => {
    const credential = onBehalfOf(await cloud.entra.userToken(PEOPLE.alex));

    const { token } = await credential.getToken(graphScope(), { enableCae: true });

    deepStrictEqual(decodeJwt(token).xms_cc, ['cp1']);
  });

  it('refuses a scope of another resource', async () => {
    const assertion = await cloud.entra.userToken(PEOPLE.alex);

    await rejects(onBehalfOf(assertion).getToken('https://nowhere.example/Read'), /AADSTS70011/);
  });

  const FORGERIES = [
    { name: 'that has expired', code: 500133, of: { expiresIn: -60 } },
    { name: 'for another application', code: 500131, of: { audience: 'api://another' } },
    { name: 'of another tenant', code: 50013, of: { tid: FOREIGN_TENANT_ID } },
  ] as const;
  for (const { name, code, of } of FORGERIES) {
    it(`refuses an assertion ${name}`, async () => {
      const assertion = await cloud.entra.userToken(PEOPLE.alex, of);

      await rejects(onBehalfOf(assertion).getToken(graphScope()), new RegExp(`AADSTS${code}`));
    });
  }

  it('refuses an assertion that somebody else signed', async () => {
    const { foreign } = await processKeys();
    const genuine = decodeJwt(await cloud.entra.userToken(PEOPLE.alex));

    const forged = await foreign.sign(genuine);

    await rejects(onBehalfOf(forged).getToken(graphScope()), /AADSTS50013/);
  });

  const FAULTS = [
    { kind: 'consent-required', code: 65001 },
    { kind: 'mfa-required', code: 50076 },
    { kind: 'blocked-by-policy', code: 53003 },
    { kind: 'assertion-expired', code: 500133 },
    { kind: 'secret-wrong', code: 7000215 },
    { kind: 'secret-expired', code: 7000222 },
  ] as const;
  for (const { kind, code } of FAULTS) {
    it(`says AADSTS${code} for the fault ${kind}`, async () => {
      cloud.faults.set('entra.obo', { kind });
      const assertion = await cloud.entra.userToken(PEOPLE.alex);

      await rejects(onBehalfOf(assertion).getToken(graphScope()), new RegExp(`AADSTS${code}:`));
    });
  }

  it('sends the claims with which multi-factor authentication is asked for', async () => {
    cloud.faults.set('entra.obo', { kind: 'mfa-required' });
    const credential = onBehalfOf(await cloud.entra.userToken(PEOPLE.alex));

    const refused = credential.getToken(graphScope());

    await rejects(refused, ({ cause }: Error) => {
      const { errorCode, claims } = Object(cause);
      deepStrictEqual([errorCode, typeof claims], ['interaction_required', 'string']);
      return true;
    });
  });
});
