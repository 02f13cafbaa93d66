import assert from 'node:assert/strict';
import type { TokenOverrides } from '../../sandbox/cloud/channel.ts';
import { BOT_APP_ID, FOREIGN_TENANT_ID, TENANT_ID } from '../../sandbox/cloud/directory.ts';
import { type RunningBot, runBot, withBot } from '../support/bot.ts';
import { post, TeamsClient } from '../support/teams.ts';

describe('receiving', () => {
  let bot: RunningBot;
  let teams: TeamsClient;
  withBot((running) => {
    bot = running;
    teams = new TeamsClient(running);
  });

  const wrongTokens: [string, TokenOverrides][] = [
    ['of another issuer', { issuer: 'https://evil.example' }],
    ['for another bot', { audience: '00000000-0000-4000-8000-000000000000' }],
    ['for another service URL', { serviceUrl: 'https://evil.example/' }],
    ['that has expired', { expiresIn: -3600 }],
    ['that is not valid yet', { notBefore: 3600 }],
    ['without a signature', { algorithm: 'none' }],
    ['signed with the public key as a secret', { algorithm: 'HS256' }],
    ['signed with an unpublished key', { key: 'unpublished' }],
    ["signed with a foreign key under Teams' key id", { key: 'forged' }],
    ['signed with a key for another channel', { key: 'webchat' }],
    ['with an unknown key id', { kid: 'nobody' }],
    [
      'of the emulator',
      {
        issuer: 'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/',
        claims: { appid: BOT_APP_ID, ver: '1.0' },
      },
    ],
  ];
  for (const [what, overrides] of wrongTokens) {
    it(`answers 401 to a token ${what}`, async () => {
      const answer = await teams.send(teams.activity({ text: 'help' }), overrides);

      assert.equal(answer.status, 401, answer.text);
      assert.equal(teams.sent().length, 0);
    });
  }

  for (const authorization of [undefined, '', 'Bearer', 'Bearer x', 'Basic eDp4', 'Bearer a.b.c']) {
    it(`answers 401 to the authorization ${authorization}`, async () => {
      const headers: Record<string, string> = authorization === undefined ? {} : { authorization };

      const answer = await post(bot.url, JSON.stringify(teams.activity({ text: 'help' })), headers);

      assert.equal(answer.status, 401);
    });
  }

  for (const channelId of [undefined, 'webchat', 'emulator', 'AseChannel', 'constructor']) {
    it(`answers 401 for the channel ${channelId}`, async () => {
      const answer = await teams.send(teams.activity({ text: 'help', channelId }));

      assert.equal(answer.status, 401);
    });
  }

  const conversation = (tenantId?: unknown) => ({
    id: 'a:1',
    conversationType: 'personal',
    tenantId,
  });
  const foreignTenants: [string, Record<string, unknown>][] = [
    ['no tenant at all', { conversation: conversation(), channelData: {} }],
    ['a foreign conversation', { conversation: conversation(FOREIGN_TENANT_ID) }],
    ['a foreign channel', { channelData: { tenant: { id: FOREIGN_TENANT_ID } } }],
    ['a tenant that is no text', { conversation: conversation({ $ne: TENANT_ID }) }],
  ];
  for (const [what, extra] of foreignTenants) {
    it(`answers 403 to an activity with ${what}`, async () => {
      const answer = await teams.send(teams.activity({ text: 'help', ...extra }));

      assert.equal(answer.status, 403, answer.text);
    });
  }

  for (const extra of [
    { channelData: { tenant: { id: TENANT_ID } }, conversation: conversation() },
    { channelData: undefined, conversation: conversation(TENANT_ID.toUpperCase()) },
  ]) {
    it(`accepts the tenant where ${JSON.stringify(extra)} names it`, async () => {
      const answer = await teams.send(teams.activity({ text: 'help', ...extra }));

      assert.equal(answer.status, 200, answer.text);
    });
  }

  for (const serviceUrl of [
    'https://evil.example/',
    'https://localhost:1/',
    'https://token.botframework.com.evil.example/',
    'not a url',
    '',
    undefined,
  ]) {
    it(`answers 403 to the service URL ${serviceUrl} and sends nothing there`, async () => {
      const answer = await teams.send(teams.activity({ text: 'help', serviceUrl }), {
        serviceUrl: serviceUrl ?? '',
      });

      assert.equal(answer.status, 403, answer.text);
      assert.equal(bot.cloud.entra.requests.length, 0);
    });
  }

  for (const extra of [
    { from: undefined },
    { from: { id: 5 } },
    { conversation: { tenantId: TENANT_ID } },
    { recipient: 7 },
    { from: { id: '29:\u0000' } },
    { from: { id: '29:x', aadObjectId: '\ud83d' } },
    { conversation: { id: '..', tenantId: TENANT_ID } },
    { conversation: { id: 'a:\u202e', tenantId: TENANT_ID } },
    { conversation: { id: `a:${'x'.repeat(1000)}`, tenantId: TENANT_ID } },
  ]) {
    it(`answers 400 to an activity with ${JSON.stringify(extra)}`, async () => {
      const answer = await teams.send(teams.activity({ text: 'help', ...extra }));

      assert.equal(answer.status, 400, answer.text);
    });
  }

  it('does without what is odd and not needed', async () => {
    const odd = {
      action: 5,
      attachments: { a: 1 },
      deliveryMode: 'expectReplies',
      locale: ['en'],
      relatesTo: 'x'.repeat(100_000),
      replyToId: '\ud83d',
    };

    const answer = await teams.send(teams.activity({ text: 'help', ...odd }));

    assert.equal(answer.status, 200, answer.text);
    assert.equal(teams.sent()[0]?.activity.attachments?.length, 1);
  });

  it('asks Entra once for the token of twenty cold turns', async () => {
    const cold = await runBot();
    try {
      const client = new TeamsClient(cold);

      await Promise.all(Array.from({ length: 20 }, () => client.say('help')));

      const asked = cold.cloud.entra.requests.filter(({ path }) => path.endsWith('/token'));
      assert.equal(asked.length, 1);
    } finally {
      await cold.close();
    }
  });
});
