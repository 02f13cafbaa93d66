import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { AppManifestUtils } from '@microsoft/app-manifest';
import { fillManifest, type ManifestOptions, teamsAppIdOf } from '../../appPackage/manifest.ts';

const BOT = '11111111-2222-3333-4444-555555555555';
const TEAMS = '66666666-7777-8888-9999-aaaaaaaaaaaa';

const options = (given: Partial<ManifestOptions> = {}): ManifestOptions => ({
  botAppId: BOT,
  teamsAppId: TEAMS,
  cloud: 'global',
  developer: 'Contoso',
  website: 'https://contoso.example',
  privacy: 'https://contoso.example/privacy',
  terms: 'https://contoso.example/terms',
  version: '1.2.3',
  ...given,
});

const resolve = createRequire(import.meta.url).resolve;
const schemas = join(resolve('@microsoft/app-manifest'), '../json-schemas/teams');

/** The newest released schema that Microsoft's package carries, such as `1.30`. */
const newest = (): string =>
  readdirSync(schemas)
    .filter((name) => /^v\d+\.\d+$/.test(name))
    .map((name) => name.slice(1))
    .sort((a, b) => Number(a.split('.')[1]) - Number(b.split('.')[1]))
    .at(-1) ?? '';

describe('fillManifest', () => {
  it('names the newest released schema', () => {
    const manifest = fillManifest(options());

    assert.equal(manifest.manifestVersion, newest());
    assert.ok(manifest.$schema.endsWith(`/teams/v${newest()}/MicrosoftTeams.schema.json`));
  });

  for (const cloud of ['global', 'usgov-l4', 'usgov-l5', 'china'] as const) {
    it(`is valid by that schema (${cloud})`, async () => {
      const file = join(schemas, `v${newest()}`, 'MicrosoftTeams.schema.json');
      const schema = JSON.parse(readFileSync(file, 'utf8'));
      const manifest = JSON.parse(JSON.stringify(fillManifest(options({ cloud }))));

      assert.deepEqual(await AppManifestUtils.validateAgainstSchema(manifest, schema), []);
    });
  }

  it('leaves no placeholder', () => {
    assert.doesNotMatch(JSON.stringify(fillManifest(options())), /\$\{|\{\{/);
  });

  it('puts each value in its place', () => {
    const manifest = fillManifest(options());

    assert.equal(manifest.id, TEAMS);
    assert.equal(manifest.version, '1.2.3');
    assert.deepEqual(
      manifest.bots.map((bot) => bot.botId),
      [BOT],
    );
    assert.deepEqual(manifest.webApplicationInfo, { id: BOT, resource: `api://botid-${BOT}` });
    assert.deepEqual(manifest.developer, {
      name: 'Contoso',
      websiteUrl: 'https://contoso.example',
      privacyUrl: 'https://contoso.example/privacy',
      termsOfUseUrl: 'https://contoso.example/terms',
    });
  });

  it('takes what was given as text, not as JSON or as another placeholder', () => {
    const manifest = fillManifest(options({ developer: '"A" $& ${{BOT_APP_ID}}' }));

    assert.equal(manifest.developer.name, '"A" $& ${{BOT_APP_ID}}');
  });

  const hosts = [
    ['global', 'token.botframework.com'],
    ['usgov-l4', 'tokengcch.botframework.azure.us'],
    ['usgov-l5', 'apiDoD.botframework.azure.us'],
    ['china', 'token.botframework.azure.cn'],
  ] as const;
  for (const [cloud, host] of hosts) {
    it(`trusts the token service of ${cloud}`, () => {
      assert.deepEqual(fillManifest(options({ cloud })).validDomains, [host]);
    });
  }

  it('may read the members of a team where it is installed, and nothing else', () => {
    const { resourceSpecific } = fillManifest(options()).authorization.permissions;

    assert.deepEqual(resourceSpecific, [{ name: 'TeamMember.Read.Group', type: 'Application' }]);
  });

  it('is a conversation in every scope, each with its commands', () => {
    const [bot] = fillManifest(options()).bots;
    assert.ok(bot);

    assert.deepEqual(bot.scopes, ['personal', 'team', 'groupChat']);
    assert.deepEqual(
      bot.commandLists.flatMap((list) => list.scopes),
      bot.scopes,
    );
    assert.equal('isNotificationOnly' in bot, false);
    for (const { commands } of bot.commandLists) {
      const titles = commands.map(({ title }) => title);
      assert.deepEqual(titles, ['new', 'requests', 'help', 'sign in', 'sign out']);
    }
  });

  it('keeps to the lengths that Teams shows', () => {
    const { name, description, bots } = fillManifest(options());

    assert.ok(name.short.length <= 30 && name.full.length <= 100);
    assert.ok(description.short.length <= 80 && description.full.length <= 4000);
    const lists = bots.flatMap((bot) => bot.commandLists);
    assert.ok(lists.length <= 3);
    for (const { commands } of lists) {
      assert.ok(commands.length <= 12);
      for (const { title, description: text } of commands) {
        assert.ok(title.length <= 32 && text.length <= 128, title);
      }
    }
  });
});

describe('teamsAppIdOf', () => {
  it('gives a bot the same name-based UUID for ever', () => {
    assert.equal(teamsAppIdOf(BOT), '1a9f5fc5-76fc-529b-88bd-aadd58a90023');
    assert.equal(teamsAppIdOf(BOT.toUpperCase()), teamsAppIdOf(BOT));
  });

  it('gives another bot another id', () => {
    assert.notEqual(teamsAppIdOf(TEAMS), teamsAppIdOf(BOT));
  });
});
