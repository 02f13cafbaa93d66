import { rejects, strictEqual } from 'node:assert/strict';
import type { TokenOverrides } from '../../sandbox/cloud/channel.ts';
import type { Cloud } from '../../sandbox/cloud/cloud.ts';
import { BOT_APP_ID } from '../../sandbox/cloud/directory.ts';
import { botLibrary } from './bot-library.ts';
import { trustedCloud } from './trusted-cloud.ts';

const FORGERIES: Readonly<Record<string, TokenOverrides>> = {
  'another issuer': { issuer: 'https://elsewhere.example' },
  'another audience': { audience: '00000000-0000-4000-8000-000000000000' },
  'another service URL': { serviceUrl: 'https://elsewhere.example/' },
  'an end in the past': { expiresIn: -3600 },
  'a start in the future': { notBefore: 3600 },
  'no signature': { algorithm: 'none' },
  'the public key used as a secret': { algorithm: 'HS256' },
  'a foreign key under a known id': { key: 'forged' },
  'a key that was never published': { key: 'unpublished' },
  'an unknown key id': { kid: 'unknown' },
  'a key endorsed for another channel': { key: 'webchat' },
};

describe('the token of an activity', () => {
  let cloud: Cloud;
  before(async () => {
    cloud = await trustedCloud();
  });
  after(() => cloud.close());

  it('is accepted by botbuilder', async () => {
    const { claimsIdentity } = await botLibrary(cloud).receive();

    strictEqual(claimsIdentity.getClaimValue('aud'), BOT_APP_ID);
  });

  for (const [name, overrides] of Object.entries(FORGERIES)) {
    it(`is refused with ${name}`, async () => {
      await rejects(botLibrary(cloud).receive(overrides));
    });
  }
});
