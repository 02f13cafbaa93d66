import assert from 'node:assert/strict';
import { parseOptions } from '../../appPackage/options.ts';

const BOT = '11111111-2222-3333-4444-555555555555';
const OTHER = '66666666-7777-8888-9999-aaaaaaaaaaaa';

function accepted(args: readonly string[], environment = {}) {
  const parsed = parseOptions(args, environment);
  assert.ok(parsed.type === 'accepted', JSON.stringify(parsed));
  return parsed.options;
}

function refused(args: readonly string[], environment = {}) {
  const parsed = parseOptions(args, environment);
  assert.ok(parsed.type === 'refused', JSON.stringify(parsed));
  return parsed;
}

describe('parseOptions', () => {
  it('needs the app id and nothing else', () => {
    const { manifest, out, examples } = accepted(['--app-id', BOT]);

    assert.equal(manifest.botAppId, BOT);
    assert.match(manifest.teamsAppId, /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-/);
    assert.equal(manifest.cloud, 'global');
    assert.equal(manifest.version, '1.0.0');
    assert.equal(out, 'exchange-connector-bot.zip');
    assert.deepEqual(examples, ['developer', 'website']);
  });

  it('takes the app id and the cloud from the configuration of the bot', () => {
    const { manifest } = accepted([], { BOT_APP_ID: ` ${BOT} `, CLOUD: 'china' });

    assert.equal(manifest.botAppId, BOT);
    assert.equal(manifest.cloud, 'china');
  });

  it('prefers the command line to the configuration', () => {
    const environment = { BOT_APP_ID: OTHER, CLOUD: 'custom' };
    const { manifest } = accepted(['--app-id', BOT, '--cloud=usgov-l4'], environment);

    assert.equal(manifest.botAppId, BOT);
    assert.equal(manifest.cloud, 'usgov-l4');
  });

  it('writes ids in lower case, as Entra does', () => {
    const { manifest } = accepted(['--app-id', OTHER.toUpperCase(), '--teams-app-id', BOT]);

    assert.equal(manifest.botAppId, OTHER);
    assert.equal(manifest.teamsAppId, BOT);
  });

  it('lets the web site stand in for privacy statement and terms', () => {
    const given = ['--website', 'https://contoso.example', '--terms', 'https://contoso.example/t'];
    const { manifest } = accepted(['--app-id', BOT, ...given]);

    assert.equal(manifest.privacy, 'https://contoso.example');
    assert.equal(manifest.terms, 'https://contoso.example/t');
  });

  const wrong = [
    ['app-id', 'my-bot', 'give the id as 00000000-0000-0000-0000-000000000000'],
    ['app-id', `{${BOT}}`, 'give the id as 00000000-0000-0000-0000-000000000000'],
    ['teams-app-id', `${BOT}0`, 'give the id as 00000000-0000-0000-0000-000000000000'],
    ['cloud', 'custom', 'give one of global, usgov-l4, usgov-l5, china'],
    ['developer', 'x'.repeat(33), 'give at most 32 characters'],
    ['website', 'http://contoso.example', 'give an address that starts with https://'],
    ['privacy', 'contoso', 'give an address that starts with https://'],
    ['terms', '', 'give an address that starts with https://'],
    ['version', '1.0', 'give three numbers, such as 1.0.0'],
    ['version', '01.0.0', 'give three numbers, such as 1.0.0'],
    ['out', 'package.json', 'give a file name that ends in .zip'],
  ] as const;
  for (const [name, value, remedy] of wrong) {
    it(`refuses --${name} ${JSON.stringify(value)}`, () => {
      const { mistakes, exitCode } = refused([`--${name}`, value], { BOT_APP_ID: BOT });

      assert.deepEqual(mistakes, [`--${name} is ${JSON.stringify(value)}: ${remedy}`]);
      assert.equal(exitCode, 64);
    });
  }

  it('asks for the app id where there is none', () => {
    const { mistakes, exitCode } = refused([], { BOT_APP_ID: ' ' });

    assert.match(mistakes.join(), /^--app-id is missing: .*or set BOT_APP_ID$/);
    assert.equal(exitCode, 64);
  });

  it('blames the configuration for what the configuration says', () => {
    const { mistakes, exitCode } = refused([], { BOT_APP_ID: 'bot', CLOUD: 'custom' });

    assert.equal(mistakes.length, 2);
    assert.match(mistakes[0] ?? '', /^BOT_APP_ID is "bot": /);
    assert.match(mistakes[1] ?? '', /^CLOUD is "custom": /);
    assert.equal(exitCode, 78);
  });

  it('reports all mistakes together', () => {
    const args = ['--cluod', '--app-id', '1', '--out', 'a.zip', '--out=b.zip', 'c', '--version'];
    const { mistakes } = refused(args);

    assert.deepEqual(
      mistakes.map((mistake) => mistake.split(' ')[0]),
      ['--cluod', '--out', '"c"', '--app-id', '--version'],
    );
  });

  it('shows help whatever else is said', () => {
    assert.deepEqual(parseOptions(['--nonsense', '--help'], {}), { type: 'help' });
  });
});
