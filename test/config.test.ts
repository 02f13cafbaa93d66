import assert from 'node:assert/strict';
import { NATIONAL_CLOUDS } from '../src/clouds.ts';
import { parseConfig } from '../src/config.ts';
import { environment, mistakes } from './support/environment.ts';

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
        settleMs: 30_000,
      },
      database: { type: 'embedded', dataDir: './data' },
      approval: {
        approval: 'channels',
        approvalsNeeded: 1,
        selfApproval: false,
        provisionAs: 'requester',
        expiresAfterMs: 259_200_000,
        remindsAfterMs: 14_400_000,
      },
      approvers: { owners: true, people: [], groups: [] },
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
    ['GRAPH_TIMEOUT', 'PT10M0.001S'],
    ['GRAPH_SETTLE', '30'],
    ['GRAPH_SETTLE', 'PT0S'],
    ['GRAPH_SETTLE', 'PT0.0001S'],
    ['GRAPH_SETTLE', 'PT10M0.001S'],
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
    ['GRAPH_SETTLE', 'PT1S', ({ graph }) => graph.settleMs, 1000],
    ['GRAPH_SETTLE', 'PT10M', ({ graph }) => graph.settleMs, 600_000],
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
});
