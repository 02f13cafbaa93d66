import assert from 'node:assert/strict';
import { parseConfig } from '../src/config.ts';
import { environment, mistakes } from './support/environment.ts';

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

describe('the configuration', () => {
  describe('of the database', () => {
    const PASSWORD = 'open-sesame';

    const urls = [
      `postgres://bot:${PASSWORD}@db.example:5432/bot?sslmode=verify-full`,
      `postgresql://bot:${PASSWORD}@[::1]/bot`,
      'postgresql:///bot?host=/var/run/postgresql',
      'postgres://db.example',
    ];
    for (const url of urls) {
      it(`takes ${url}`, () => {
        const { database } = parseConfig(environment({ DATABASE_URL: url }));

        assert.deepEqual(database, { type: 'postgres', url });
      });
    }

    it('is embedded in DATA_DIR without DATABASE_URL', () => {
      const { database } = parseConfig(environment({ DATABASE_URL: ' ', DATA_DIR: '/var/bot' }));

      assert.deepEqual(database, { type: 'embedded', dataDir: '/var/bot' });
    });

    it('is that of DATABASE_URL where both are set', () => {
      const url = 'postgres://db.example/bot';

      const { database } = parseConfig(environment({ DATABASE_URL: url, DATA_DIR: '/var/bot' }));

      assert.deepEqual(database, { type: 'postgres', url });
    });

    const refused = [
      `mysql://bot:${PASSWORD}@db.example/bot`,
      `https://bot:${PASSWORD}@db.example/bot`,
      `postgres:bot:${PASSWORD}@db.example/bot`,
      `xpostgres://bot:${PASSWORD}@db.example/bot`,
      `postgresqls://bot:${PASSWORD}@db.example/bot`,
      `postgres://bot:${PASSWORD}/@db.example/bot`,
      `postgres://bot:${PASSWORD}@db.example:65536/bot`,
      `host=db.example password=${PASSWORD}`,
      'postgres://',
      `./${PASSWORD}`,
    ];
    for (const url of refused) {
      it(`refuses ${url} without showing it`, () => {
        const given = environment({ DATABASE_URL: url, DATA_DIR: '/var/bot', PORT: 'x' });

        const told = mistakes(given).filter((mistake) => !mistake.startsWith('PORT'));

        assert.deepEqual(told, [
          'DATABASE_URL is (not shown): give postgres://user:password@host:5432/database, ' +
            'with special characters percent-encoded',
        ]);
      });
    }
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
});
