import assert from 'node:assert/strict';
import { type Cloud, isServiceUrl, NATIONAL_CLOUDS } from '../src/clouds.ts';

const CUSTOM: Cloud = {
  ...NATIONAL_CLOUDS.global,
  name: 'custom',
  serviceHosts: ['localhost:5', 'teams.example', '*.example.com'],
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
    [NATIONAL_CLOUDS['usgov-l4'], 'https://smba.infra.gov.teams.microsoft.us/x', true],
    [NATIONAL_CLOUDS['usgov-l4'], 'https://smba.trafficmanager.net/', false],
    [NATIONAL_CLOUDS['usgov-l5'], 'https://smba.infra.dod.teams.microsoft.us/', true],
    [NATIONAL_CLOUDS.china, 'https://x.botframework.azure.cn/', true],
    [CUSTOM, 'https://localhost:5/', true],
    [CUSTOM, 'http://localhost:5/_connector', true],
    [CUSTOM, 'https://localhost:6/', false],
    [CUSTOM, 'https://teams.example/', true],
    [CUSTOM, 'https://teams.example:444/', true],
    [CUSTOM, 'http://teams.example/', false],
    [CUSTOM, 'https://a.b.example.com/', true],
    [CUSTOM, 'https://example.com/', false],
    [CUSTOM, '', false],
  ];
  for (const [cloud, url, allowed] of table) {
    it(`${allowed ? 'include' : 'do not include'} ${url || 'nothing'} in ${cloud.name}`, () => {
      assert.equal(isServiceUrl(cloud, url), allowed);
    });
  }
});
