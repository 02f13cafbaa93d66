import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { strFromU8, unzipSync } from 'fflate';

const BOT = '11111111-2222-3333-4444-555555555555';
const command = fileURLToPath(new URL('../../appPackage/package.ts', import.meta.url));
const icon = (name: string) =>
  readFileSync(new URL(`../../appPackage/${name}`, import.meta.url)).toString('hex');

describe('npm run package', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'package-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const run = (args: readonly string[], env: Record<string, string> = {}) =>
    spawnSync(process.execPath, [command, ...args], { cwd: folder, env, encoding: 'utf8' });

  const unzipped = (file: string) => unzipSync(readFileSync(join(folder, file)));

  it('writes a zip of manifest and icons at its root', () => {
    const { status, stdout } = run(['--app-id', BOT]);

    const files = unzipped('exchange-connector-bot.zip');
    assert.equal(status, 0);
    assert.deepEqual(Object.keys(files), ['manifest.json', 'color.png', 'outline.png']);
    assert.match(stdout, /^Wrote exchange-connector-bot\.zip/);
    assert.match(stdout, /Next: .*Upload/);
    for (const [name, bytes] of Object.entries(files).slice(1)) {
      assert.equal(Buffer.from(bytes).toString('hex'), icon(name));
    }
  });

  it('fills in what the command line says', () => {
    const given = ['--developer', 'Contoso', '--website', 'https://contoso.example'];
    const { stderr } = run(['--app-id', BOT, '--version', '1.4.0', '--out', 'a.zip', ...given]);

    const manifest = JSON.parse(strFromU8(unzipped('a.zip')['manifest.json'] ?? new Uint8Array()));
    assert.equal(stderr, '');
    assert.equal(manifest.version, '1.4.0');
    assert.equal(manifest.bots[0].botId, BOT);
    assert.equal(manifest.developer.name, 'Contoso');
  });

  it('writes the same bytes every time, in every time zone', () => {
    run(['--app-id', BOT, '--out', 'a.zip'], { TZ: 'Asia/Tokyo' });
    run(['--app-id', BOT, '--out', 'b.zip'], { TZ: 'America/New_York' });

    const [a, b] = ['a.zip', 'b.zip'].map((file) => readFileSync(join(folder, file), 'hex'));
    assert.ok(a);
    assert.equal(a, b);
  });

  it('reads the app id from .env, and the environment wins', () => {
    writeFileSync(join(folder, '.env'), `BOT_APP_ID=${BOT}\nCLOUD=nowhere\n`);

    assert.equal(run([], { CLOUD: 'china' }).status, 0);
    assert.equal(run([]).status, 78);
  });

  it('says which fields hold an example', () => {
    const { stderr } = run(['--app-id', BOT]);

    assert.match(stderr, /example: --developer, --website/);
  });

  it('writes nothing and says why when the command line is wrong', () => {
    const { status, stdout, stderr } = run(['--app-id', 'bot', '--version', 'one']);

    assert.equal(status, 64);
    assert.equal(stdout, '');
    assert.match(stderr, /--app-id is "bot": /);
    assert.match(stderr, /--version is "one": /);
    assert.deepEqual(readdirSync(folder), []);
  });

  it('says so when the file cannot be written', () => {
    const { status, stderr } = run(['--app-id', BOT, '--out', 'missing/a.zip']);

    assert.equal(status, 73);
    assert.match(stderr, /^The package cannot be written: .*missing/);
  });

  it('explains itself', () => {
    const { status, stdout } = run(['--help']);

    assert.equal(status, 0);
    for (const name of ['app-id', 'teams-app-id', 'cloud', 'developer', 'website', 'out']) {
      assert.ok(stdout.includes(`--${name} `), name);
    }
  });
});
