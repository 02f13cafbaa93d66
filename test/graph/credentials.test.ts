import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cloud } from '../../sandbox/cloud/cloud.ts';
import { PEOPLE, type Person } from '../../sandbox/cloud/directory.ts';
import { processKeys } from '../../sandbox/cloud/keys.ts';
import { type RunningBot, runBot } from '../support/bot.ts';
import { anInput } from '../support/builders.ts';
import { answeredCard, words } from '../support/cards.ts';
import { TeamsClient } from '../support/teams.ts';

const exchanges = (cloud: Cloud) =>
  cloud.entra.requests.filter(({ body }) => JSON.stringify(body ?? '').includes('jwt-bearer'));

async function form(bot: RunningBot, person: Person = PEOPLE.alex) {
  const teams = new TeamsClient(bot, person);
  const card = await teams.ask('new');
  return async (organization: string) => {
    const inputs = anInput({ exchangeOrganization: organization });
    return words(answeredCard(await teams.press(card, 'form.submit', inputs)));
  };
}

const create = async (bot: RunningBot, organization = 'Contoso', person?: Person) =>
  (await form(bot, person))(organization);

describe('acting on behalf of a person', () => {
  let folder: string;
  let bot: RunningBot | undefined;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'credentials-'));
  });
  afterEach(async () => {
    await bot?.close();
    await rm(folder, { recursive: true });
  });

  it('works with a client secret', async () => {
    bot = await runBot();

    assert.match(await create(bot), /connector created/);
  });

  it('works with a certificate', async () => {
    const { authority } = await processKeys();
    const { cert, key } = await authority.issue('rsa');
    const path = join(folder, 'bot.pem');
    await writeFile(path, `${key}\n${cert}`);
    bot = await runBot({ environment: { BOT_APP_SECRET: '', BOT_APP_CERTIFICATE_PATH: path } });
    bot.cloud.entra.trustCertificate(cert);

    assert.match(await create(bot), /connector created/);
    assert.doesNotMatch(JSON.stringify(bot.cloud.entra.requests), /client_secret/);
  });

  // The only test of managed identity in this process: MSAL keeps the first endpoint for good.
  it('works with a managed identity', async () => {
    bot = await runBot({ environment: { BOT_APP_SECRET: '', BOT_APP_TYPE: 'UserAssignedMSI' } });
    const given = bot.cloud.managedIdentityEnvironment;
    Object.assign(process.env, given);
    try {
      assert.match(await create(bot), /connector created/);
      assert.doesNotMatch(JSON.stringify(bot.cloud.entra.requests), /client_secret/);
    } finally {
      for (const name of Object.keys(given)) delete process.env[name];
    }
  });

  it('asks Entra once for each person, also when they click at the same time', async () => {
    bot = await runBot();
    const forms = [await form(bot), await form(bot), await form(bot)];

    await Promise.all(forms.map((submit, index) => submit(`At once ${index}`)));
    await create(bot, 'D');
    await create(bot, 'E', PEOPLE.megan);

    assert.equal(bot.cloud.graph.connectors.length, 5);
    assert.equal(exchanges(bot.cloud).length, 2);
  });

  it('lets Graph see the person and the scope, never the app alone', async () => {
    bot = await runBot();

    await create(bot, 'A', PEOPLE.megan);

    const [request] = bot.cloud.graph.requests;
    assert.equal(request?.claims?.oid, PEOPLE.megan.aadObjectId);
    assert.equal(request?.claims?.scp, 'DeviceManagementServiceConfig.ReadWrite.All');
    assert.equal(request?.claims?.idtyp, 'user');
  });
});
