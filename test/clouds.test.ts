import assert from 'node:assert/strict';
import { type Cloud, isLoopback, isServiceUrl, NATIONAL_CLOUDS } from '../src/clouds.ts';

const CUSTOM: Cloud = {
  ...NATIONAL_CLOUDS.global,
  name: 'custom',
  serviceHosts: [
    'localhost:5',
    '127.0.0.1',
    'Secure.example:443',
    'teams.example',
    '*.example.com',
  ],
  plainHttp: true,
};

describe('the hosts that messages may be sent to', () => {
  const table: [Cloud, string, boolean][] = [
    [NATIONAL_CLOUDS.global, 'https://smba.trafficmanager.net/emea/', true],
    [NATIONAL_CLOUDS.global, 'https://smba.trafficmanager.net:8443/emea/', true],
    [NATIONAL_CLOUDS.global, 'https://SMBA.trafficmanager.NET/', true],
    [NATIONAL_CLOUDS.global, 'https://europe.api.botframework.com/', true],
    [NATIONAL_CLOUDS.global, 'http://smba.trafficmanager.net/', false],
    [NATIONAL_CLOUDS.global, 'https://botframework.com.evil.example/', false],
    [NATIONAL_CLOUDS.global, 'https://evilbotframework.com/', false],
    [NATIONAL_CLOUDS.global, 'https://evil-smba.trafficmanager.net/', false],
    [NATIONAL_CLOUDS.global, 'https://smba.trafficmanager.net@evil.example/', false],
    [NATIONAL_CLOUDS.global, 'https://evil.example/smba.trafficmanager.net', false],
    [NATIONAL_CLOUDS.global, 'https://user:word@smba.trafficmanager.net/', false],
    [NATIONAL_CLOUDS.global, 'ftp://smba.trafficmanager.net/', false],
    [NATIONAL_CLOUDS.global, 'http://localhost/', false],
    [NATIONAL_CLOUDS.global, 'https://localhost/', false],
    [NATIONAL_CLOUDS.global, 'https://botframework.com/', false],
    [NATIONAL_CLOUDS.global, 'https://smba.trafficmanager.net.evil.example/', false],
    [NATIONAL_CLOUDS.global, 'https://x.smba.trafficmanager.net/', false],
    [NATIONAL_CLOUDS.global, 'https://evil.example#.botframework.com/', false],
    [NATIONAL_CLOUDS.global, 'https://evil.example?.botframework.com', false],
    [NATIONAL_CLOUDS.global, 'https://evil.example\\.botframework.com', false],
    [NATIONAL_CLOUDS.global, 'https://evil.example%2f.botframework.com/', false],
    [NATIONAL_CLOUDS.global, 'https://api.botframework.com@evil.example:443/', false],
    [NATIONAL_CLOUDS.global, 'https://:word@smba.trafficmanager.net/', false],
    [NATIONAL_CLOUDS.global, 'smba.trafficmanager.net', false],
    [NATIONAL_CLOUDS.global, '//smba.trafficmanager.net/', false],
    [NATIONAL_CLOUDS.global, 'wss://smba.trafficmanager.net/', false],
    [NATIONAL_CLOUDS['usgov-l4'], 'https://smba.infra.gov.teams.microsoft.us/x', true],
    [NATIONAL_CLOUDS['usgov-l4'], 'https://smba.trafficmanager.net/', false],
    [NATIONAL_CLOUDS['usgov-l5'], 'https://smba.infra.dod.teams.microsoft.us/', true],
    [NATIONAL_CLOUDS.china, 'https://x.botframework.azure.cn/', true],
    [CUSTOM, 'https://localhost:5/', true],
    [CUSTOM, 'http://localhost:5/_connector', true],
    [CUSTOM, 'https://localhost:6/', false],
    [CUSTOM, 'https://localhost/', false],
    [CUSTOM, 'https://secure.example/', true],
    [CUSTOM, 'https://secure.example:443/', true],
    [CUSTOM, 'https://secure.example:444/', false],
    [CUSTOM, 'http://127.0.0.1:7/', true],
    [CUSTOM, 'http://127.0.0.2:7/', false],
    [CUSTOM, 'http://localhost.evil.example:5/', false],
    [CUSTOM, 'http://localhost:5@evil.example/', false],
    [CUSTOM, 'http://a.example.com/', false],
    [CUSTOM, 'https://teams.example/', true],
    [CUSTOM, 'https://teams.example:444/', true],
    [CUSTOM, 'http://teams.example/', false],
    [CUSTOM, 'ftp://localhost:5/', false],
    [CUSTOM, 'https://a.b.example.com/', true],
    [CUSTOM, 'https://example.com/', false],
    [CUSTOM, '', false],
  ];
  for (const [cloud, url, allowed] of table) {
    it(`${allowed ? 'include' : 'do not include'} ${url || 'nothing'} in ${cloud.name}`, () => {
      assert.equal(isServiceUrl(cloud, url), allowed);
    });
  }

  it('include nothing that is no text', () => {
    for (const url of [undefined, null, 1, {}, [new URL('https://smba.trafficmanager.net')]]) {
      assert.equal(isServiceUrl(NATIONAL_CLOUDS.global, url), false);
    }
  });

  it('may leave out the port that is usual', () => {
    const over = (host: string, url: string) =>
      isServiceUrl({ ...CUSTOM, serviceHosts: [host] }, url);

    assert.equal(over('localhost:80', 'http://localhost/'), true);
    assert.equal(over('localhost:443', 'https://localhost/'), true);
    assert.equal(over('localhost:443', 'http://localhost/'), false);
    assert.equal(over('localhost:80', 'https://localhost/'), false);
  });

  it('may be this machine over plain http with a custom cloud only', () => {
    const serviceHosts = ['localhost'];

    const over = (cloud: Cloud) => isServiceUrl({ ...cloud, serviceHosts }, 'http://localhost:5/');

    assert.equal(over(CUSTOM), true);
    for (const cloud of Object.values(NATIONAL_CLOUDS)) assert.equal(over(cloud), false);
  });
});

describe('this machine', () => {
  for (const [url, expected] of [
    ['http://localhost:5/', true],
    ['http://127.0.0.1/', true],
    ['http://[::1]:5/', true],
    ['http://[::2]/', false],
    ['http://localhost.example/', false],
    ['file:///etc/hosts', false],
  ] as const) {
    it(`is ${expected ? '' : 'not '}where ${url} leads`, () => {
      assert.equal(isLoopback(new URL(url)), expected);
    });
  }
});

describe('the national clouds', () => {
  for (const [name, cloud] of Object.entries(NATIONAL_CLOUDS)) {
    it(`are reached by https alone, with base URLs that take a path: ${name}`, () => {
      const { graphUrl, entraUrl, tokenServiceUrl, botOpenIdMetadataUrl, botScope } = cloud;

      for (const url of [graphUrl, entraUrl, tokenServiceUrl, botOpenIdMetadataUrl, botScope]) {
        assert.match(url, /^https:\/\/[^/]+(\/.*[^/])?$/);
      }
      assert.equal(cloud.plainHttp, false);
      assert.equal(cloud.name, name);
    });
  }
});
