import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { z } from 'zod';
import { NATIONAL_CLOUDS } from '../src/clouds.ts';
import { ConfigError, parseConfig } from '../src/config.ts';
import { describe as describeMistakes } from '../src/config-mistakes.ts';
import { Custom, Shared } from '../src/environment.ts';

const EXAMPLE = new URL('../.env.example', import.meta.url);

const environment = (changes: Record<string, string> = {}): Record<string, string> => ({
  BOT_APP_ID: '8a6e2f10-47b3-4d5c-9e81-2b6f0c7d3a95',
  BOT_APP_TENANT_ID: '5d1f6a3e-9c47-4b0a-8f62-1e7c3d9a4b58',
  BOT_APP_SECRET: 'hush',
  OAUTH_CONNECTION: 'graph',
  ...changes,
});

const CUSTOM = {
  CLOUD: 'custom',
  CLOUD_GRAPH_URL: 'https://localhost:1/',
  CLOUD_ENTRA_URL: 'https://localhost:2',
  CLOUD_TOKEN_SERVICE_URL: 'http://127.0.0.1:3',
  CLOUD_BOT_OPENID_METADATA_URL: 'https://localhost:4/keys',
  CLOUD_BOT_ISSUER: 'https://api.example',
  CLOUD_BOT_SCOPE: 'https://api.example',
  CLOUD_SERVICE_HOSTS: 'localhost:5, *.example.com',
};

/** The mistakes that are reported; none when the configuration is right. */
function mistakes(given: Record<string, string>): readonly string[] {
  try {
    parseConfig(given);
    return [];
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.mistakes;
  }
}

describe('the configuration', () => {
  it('has the defaults of the contract', () => {
    const config = parseConfig(environment());

    assert.deepEqual(config, {
      http: { host: '0.0.0.0', port: 3978 },
      bot: {
        id: '8a6e2f10-47b3-4d5c-9e81-2b6f0c7d3a95',
        tenantId: '5d1f6a3e-9c47-4b0a-8f62-1e7c3d9a4b58',
        credential: { type: 'secret', secret: 'hush' },
        oauthConnection: 'graph',
      },
      graph: {
        scopes: ['https://graph.microsoft.com/DeviceManagementServiceConfig.ReadWrite.All'],
        timeoutMs: 20_000,
      },
      cloud: NATIONAL_CLOUDS.global,
      logLevel: 'info',
    });
  });

  it('names everything that is missing at once', () => {
    const names = mistakes({}).map((mistake) => mistake.split(' ')[0]);

    assert.deepEqual(names, [
      'BOT_APP_ID',
      'BOT_APP_TENANT_ID',
      'OAUTH_CONNECTION',
      'BOT_APP_SECRET',
    ]);
  });

  it('treats what was left empty as missing', () => {
    assert.equal(mistakes({ BOT_APP_ID: ' ', OAUTH_CONNECTION: '' }).length, 4);
  });

  const wrong: [string, string][] = [
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '80.5'],
    ['PORT', '80a'],
    ['BOT_APP_ID', 'my-bot'],
    ['BOT_APP_TENANT_ID', 'contoso.com'],
    ['BOT_APP_TYPE', 'MultiTenant'],
    ['BOT_APP_TYPE', 'singletenant'],
    ['GRAPH_SCOPES', ','],
    ['CLOUD', 'mars'],
    ['CLOUD', 'toString'],
    ['GRAPH_TIMEOUT', '20'],
    ['GRAPH_TIMEOUT', 'PT0S'],
    ['GRAPH_TIMEOUT', 'PT0.0001S'],
    ['LOG_LEVEL', 'loud'],
  ];
  for (const [name, value] of wrong) {
    it(`refuses ${name}=${value}, saying the value and what is allowed`, () => {
      const [mistake, ...others] = mistakes(environment({ [name]: value }));

      assert.equal(others.length, 0);
      assert.match(mistake ?? '', new RegExp(`^${name} is ${JSON.stringify(value)}: .{10,}`));
    });
  }

  it('names what is wrong, missing, doubled and out of place at once', () => {
    const given = environment({
      OAUTH_CONNECTION: '',
      PORT: 'x',
      BOT_APP_CERTIFICATE_PATH: 'x',
      CLOUD_BOT_SCOPE: 'https://api.example',
    });

    assert.deepEqual(mistakes(given), [
      'PORT is "x": give a port from 0 to 65535',
      'OAUTH_CONNECTION is missing: set it (see .env.example)',
      'BOT_APP_SECRET and BOT_APP_CERTIFICATE_PATH are both set: keep one of them',
      'CLOUD_BOT_SCOPE is "https://api.example": remove it, or set CLOUD=custom',
    ]);
  });

  it('shows every mistake in the message, one a line', () => {
    const told = mistakes({ PORT: 'x' });

    assert.throws(() => parseConfig({ PORT: 'x' }), {
      name: 'ConfigError',
      message: ['The configuration is wrong:', ...told.map((mistake) => `  - ${mistake}`)].join(
        '\n',
      ),
    });
  });

  it('ignores what belongs to others', () => {
    const config = parseConfig({ ...environment(), PATH: '/bin', HOME: undefined });

    assert.deepEqual(config, parseConfig(environment()));
  });

  const right: [string, string, (config: ReturnType<typeof parseConfig>) => unknown, unknown][] = [
    ['PORT', '0', ({ http }) => http.port, 0],
    ['PORT', ' 65535 ', ({ http }) => http.port, 65_535],
    ['HOST', '::1', ({ http }) => http.host, '::1'],
    ['GRAPH_TIMEOUT', 'PT1M30.5S', ({ graph }) => graph.timeoutMs, 90_500],
    ['LOG_LEVEL', 'silent', ({ logLevel }) => logLevel, 'silent'],
    ['CLOUD', 'usgov-l5', ({ cloud }) => cloud, NATIONAL_CLOUDS['usgov-l5']],
    ['CLOUD', 'china', ({ cloud }) => cloud, NATIONAL_CLOUDS.china],
    ['BOT_APP_TYPE', 'SingleTenant', ({ bot }) => bot.credential.type, 'secret'],
  ];
  for (const [name, value, read, expected] of right) {
    it(`takes ${name}=${value}`, () => {
      assert.deepEqual(read(parseConfig(environment({ [name]: value }))), expected);
    });
  }

  it('never shows a secret', () => {
    const given = environment({ BOT_APP_CERTIFICATE_PATH: 'x', PORT: '-1', CLOUD: 'mars' });

    assert.doesNotMatch(mistakes(given).join(), /hush/);
  });

  it('would not show one even if a rule refused it', () => {
    const { error } = z.object({ BOT_APP_SECRET: z.string().min(9) }).safeParse(environment());

    const [mistake = ''] = describeMistakes(error, environment());

    assert.match(mistake, /^BOT_APP_SECRET is \(not shown\): /);
    assert.doesNotMatch(mistake, /hush/);
  });

  const scopes: [string, string[]][] = [
    ['A, B', ['https://graph.microsoft.us/A', 'https://graph.microsoft.us/B']],
    ['A  https://graph.example/B', ['https://graph.microsoft.us/A', 'https://graph.example/B']],
  ];
  for (const [given, expected] of scopes) {
    it(`reads the scopes ${given}`, () => {
      const config = parseConfig(environment({ GRAPH_SCOPES: given, CLOUD: 'usgov-l4' }));

      assert.deepEqual(config.graph.scopes, expected);
    });
  }

  describe('of the credential', () => {
    let folder: string;
    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'config-'));
    });
    after(() => rm(folder, { recursive: true }));

    const withCertificate = (path: string) =>
      environment({ BOT_APP_SECRET: '', BOT_APP_CERTIFICATE_PATH: path });

    it('takes a PEM file with certificate and key', async () => {
      const path = join(folder, 'bot.pem');
      await writeFile(path, '-----BEGIN PRIVATE KEY-----\n-----BEGIN CERTIFICATE-----\n');

      const { credential } = parseConfig(withCertificate(path)).bot;

      assert.deepEqual(credential, { type: 'certificate', path });
    });

    it('refuses a file without the key, a folder, and a file that is not there', async () => {
      const noKey = join(folder, 'no-key.pem');
      await writeFile(noKey, '-----BEGIN CERTIFICATE-----\n');

      for (const path of [noKey, folder, join(folder, 'none.pem')]) {
        const [mistake = '', ...others] = mistakes(withCertificate(path));
        assert.equal(others.length, 0);
        assert.ok(mistake.startsWith('BOT_APP_CERTIFICATE_PATH') && mistake.includes(path));
      }
    });

    it('refuses two credentials at once', () => {
      assert.equal(mistakes(environment({ BOT_APP_CERTIFICATE_PATH: folder })).length, 1);
    });

    it('needs one', () => {
      assert.deepEqual(mistakes(environment({ BOT_APP_SECRET: '' })), [
        'BOT_APP_SECRET is missing: set it, or BOT_APP_CERTIFICATE_PATH',
      ]);
    });

    it('needs none with a managed identity, and refuses one', () => {
      const given = { BOT_APP_TYPE: 'UserAssignedMSI' };

      const config = parseConfig(environment({ ...given, BOT_APP_SECRET: '' }));

      assert.deepEqual(config.bot.credential, { type: 'managed-identity' });
      assert.equal(mistakes(environment(given)).length, 1);
    });
  });

  describe('of a custom cloud', () => {
    it('takes all of its endpoints', () => {
      const { cloud, graph } = parseConfig(environment(CUSTOM));

      assert.equal(cloud.graphUrl, 'https://localhost:1');
      assert.deepEqual(cloud.serviceHosts, ['localhost:5', '*.example.com']);
      assert.match(graph.scopes[0] ?? '', /^https:\/\/localhost:1\//);
    });

    for (const name of Object.keys(CUSTOM).filter((variable) => variable !== 'CLOUD')) {
      it(`needs ${name}`, () => {
        assert.match(
          mistakes(environment({ ...CUSTOM, [name]: '' })).join(),
          new RegExp(`^${name}`),
        );
      });
    }

    for (const name of Object.keys(CUSTOM).filter((variable) => variable !== 'CLOUD')) {
      it(`is the only one with ${name}`, () => {
        const given = environment({ CLOUD: 'china', [name]: 'https://localhost' });

        assert.match(mistakes(given).join(), new RegExp(`^${name}`));
      });
    }

    const refused: [string, string][] = [
      ['CLOUD_GRAPH_URL', 'http://graph.example.com'],
      ['CLOUD_GRAPH_URL', 'graph.example.com'],
      ['CLOUD_ENTRA_URL', 'http://localhost:2'],
      ['CLOUD_SERVICE_HOSTS', 'https://localhost:5'],
      ['CLOUD_SERVICE_HOSTS', '*'],
      ['CLOUD_SERVICE_HOSTS', 'a.example, *b.example'],
      ['CLOUD_SERVICE_HOSTS', 'a.example/path'],
      ['CLOUD_SERVICE_HOSTS', ','],
      ['CLOUD_TOKEN_SERVICE_URL', 'http://localhost.evil.example'],
      ['CLOUD_TOKEN_SERVICE_URL', 'http://localhost@evil.example'],
      ['CLOUD_TOKEN_SERVICE_URL', 'ftp://localhost'],
    ];
    for (const [name, value] of refused) {
      it(`refuses ${name}=${value}`, () => {
        assert.equal(mistakes(environment({ ...CUSTOM, [name]: value })).length, 1);
      });
    }
  });

  describe('of .env.example', () => {
    const optional = /^# ?([A-Z_]+=.*)$/gm;
    const example = () => readFile(EXAMPLE, 'utf8');

    it('is right as it stands', async () => {
      assert.deepEqual(mistakes(parseFile(await example())), []);
    });

    it('names every variable', async () => {
      const all = parseFile((await example()).replace(optional, '$1'));

      const names = [...Object.keys(Shared.shape), ...Object.keys(Custom.shape)];
      assert.deepEqual(new Set(Object.keys(all)), new Set(names));
    });

    it('changes nothing when its optional lines with a default are taken in', async () => {
      const text = await example();
      const asItStands = parseConfig(parseFile(text));
      const lines = [...text.matchAll(optional)].map(([line]) => line);
      const withDefault = lines.filter((line) => /^# (?!CLOUD_|BOT_APP_CERT)/.test(line));
      assert.equal(withDefault.length, 7);

      for (const line of withDefault) {
        const config = parseConfig(parseFile(text.replace(line, line.slice(2))));

        assert.deepEqual(config, asItStands, line);
      }
    });

    it('explains every variable', async () => {
      const lines = (await example()).split('\n');

      for (const [at, line] of lines.entries()) {
        if (/^#? ?CLOUD_/.test(line) || !/^(# )?[A-Z_]+=/.test(line)) continue;
        const above = lines.slice(0, at).findLast((other) => !/^(# )?[A-Z_]+=/.test(other));
        assert.match(above ?? '', /^# .*[a-z].*\.$/, line);
      }
    });

    it('shows the defaults, and values that are right', async () => {
      const { CLOUD: _, ...all } = parseFile((await example()).replace(optional, '$1'));
      const { BOT_APP_CERTIFICATE_PATH: __, ...given } = all;

      const config = parseConfig({ ...given, CLOUD: 'custom' });

      const { http, logLevel, graph } = config;
      const defaults = parseConfig(environment());
      assert.deepEqual(
        [http, logLevel, graph.timeoutMs],
        [defaults.http, defaults.logLevel, defaults.graph.timeoutMs],
      );
    });
  });
});

const parseFile = (text: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(parseEnv(text)).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );
