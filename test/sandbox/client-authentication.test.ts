import { rejects, strictEqual } from 'node:assert/strict';
import { ClientAssertionCredential, ClientCertificateCredential } from '@azure/identity';
import { decodeJwt } from 'jose';
import { BOT_FRAMEWORK } from '../../sandbox/cloud/channel.ts';
import { FEDERATION_AUDIENCE } from '../../sandbox/cloud/client-authentication.ts';
import type { Cloud } from '../../sandbox/cloud/cloud.ts';
import { BOT_APP_ID, TENANT_ID } from '../../sandbox/cloud/directory.ts';
import { processKeys } from '../../sandbox/cloud/keys.ts';
import { trustedCloud } from './trusted-cloud.ts';

const SCOPE = `${BOT_FRAMEWORK}/.default`;

describe('a client without a secret', () => {
  let cloud: Cloud;
  beforeEach(async () => {
    cloud = await trustedCloud();
  });
  afterEach(() => cloud.close());

  const options = () => ({ authorityHost: cloud.entra.url, disableInstanceDiscovery: true });
  const withAssertion = (getAssertion: () => Promise<string>) =>
    new ClientAssertionCredential(TENANT_ID, BOT_APP_ID, getAssertion, options());

  it('may use a certificate that Entra knows', async () => {
    const { authority } = await processKeys();
    const { cert, key } = await authority.issue('rsa');
    cloud.entra.trustCertificate(cert);
    const certificate = { certificate: `${cert}${key}` };

    const { token } = await new ClientCertificateCredential(
      TENANT_ID,
      BOT_APP_ID,
      certificate,
      options(),
    ).getToken(SCOPE);

    strictEqual(decodeJwt(token).appid, BOT_APP_ID);
  });

  it('is refused with a certificate that Entra does not know', async () => {
    const { authority } = await processKeys();
    const { cert, key } = await authority.issue('rsa');
    const certificate = { certificate: `${cert}${key}` };

    const token = new ClientCertificateCredential(
      TENANT_ID,
      BOT_APP_ID,
      certificate,
      options(),
    ).getToken(SCOPE);

    await rejects(token, /AADSTS700027/);
  });

  it('may use a managed identity as federated credential', async () => {
    const { token } = await withAssertion(() => cloud.entra.appToken(FEDERATION_AUDIENCE)).getToken(
      SCOPE,
    );

    strictEqual(decodeJwt(token).aud, BOT_FRAMEWORK);
  });

  it('is refused with an assertion meant for something else', async () => {
    const token = withAssertion(() => cloud.entra.appToken(BOT_FRAMEWORK)).getToken(SCOPE);

    await rejects(token, /AADSTS700211/);
  });
});
