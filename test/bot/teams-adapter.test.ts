import assert from 'node:assert/strict';
import type { Activity } from 'botbuilder';
import { type SinonSpy, spy } from 'sinon';
import type { Cloud } from '../../sandbox/cloud/cloud.ts';
import { botAuthentication } from '../../src/bot/authentication.ts';
import { TeamsAdapter } from '../../src/bot/teams-adapter.ts';
import { parseConfig } from '../../src/config.ts';
import { trustedCloud } from '../sandbox/trusted-cloud.ts';

const MINUTE = 60_000;

describe('the sender of an activity', () => {
  let cloud: Cloud;
  before(async () => {
    cloud = await trustedCloud();
  });
  after(() => cloud.close());

  let now: number;
  let adapter: TeamsAdapter;
  let botbuilder: SinonSpy;
  beforeEach(() => {
    now = Date.now();
    const config = parseConfig(cloud.environment);
    const authentication = botAuthentication(config, () => Promise.resolve(''));
    botbuilder = spy(authentication, 'authenticateRequest');
    const watch = () => undefined;
    adapter = new TeamsAdapter(
      authentication,
      config.bot.id,
      config.cloud,
      watch,
      () => new Date(now),
    );
  });

  const activity = (changes: Partial<Activity> = {}): Activity =>
    // Nothing else of it is looked at.
    ({ channelId: 'msteams', serviceUrl: cloud.connector.serviceUrl, ...changes }) as Activity;

  it('is looked at by botbuilder once for many activities', async () => {
    const token = await cloud.authorize({});

    for (let sent = 0; sent < 3; sent += 1) await adapter.authenticate(activity(), token);

    assert.equal(botbuilder.callCount, 1);
  });

  it('is looked at again after some minutes', async () => {
    const token = await cloud.authorize({});
    await adapter.authenticate(activity(), token);

    now += 6 * MINUTE;
    await adapter.authenticate(activity(), token);

    assert.equal(botbuilder.callCount, 2);
  });

  it('is looked at each time, once the token has ended', async () => {
    // botbuilder allows for clocks that differ by five minutes.
    const token = await cloud.authorize({}, { expiresIn: -60 });

    await adapter.authenticate(activity(), token);
    await adapter.authenticate(activity(), token);

    assert.equal(botbuilder.callCount, 2);
  });

  for (const [what, changes, refusal] of [
    ['for another service URL', { serviceUrl: 'https://smba.example/' }, { statusCode: 401 }],
    ['in another channel', { channelId: 'emulator' }, /Not a channel/],
  ] as const) {
    it(`is refused ${what}, although the token was good before`, async () => {
      const token = await cloud.authorize({});
      await adapter.authenticate(activity(), token);

      await assert.rejects(adapter.authenticate(activity(changes), token), refusal);
    });
  }

  it('is refused each time, once it was refused', async () => {
    const token = await cloud.authorize({}, { audience: 'another bot' });

    await assert.rejects(adapter.authenticate(activity(), token), { statusCode: 401 });
    await assert.rejects(adapter.authenticate(activity(), token), { statusCode: 401 });

    assert.equal(botbuilder.callCount, 2);
  });
});
