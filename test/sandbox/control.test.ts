import { deepStrictEqual, match, strictEqual } from 'node:assert/strict';
import type { Cloud } from '../../sandbox/cloud/cloud.ts';
import { PEOPLE } from '../../sandbox/cloud/directory.ts';
import { trustedCloud } from './trusted-cloud.ts';

describe('the control server', () => {
  let cloud: Cloud;
  before(async () => {
    cloud = await trustedCloud();
  });
  after(() => cloud.close());
  afterEach(() => cloud.reset());

  const send = (method: string, path: string, body?: unknown) =>
    fetch(`${cloud.controlUrl}${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });

  it('switches faults on and off', async () => {
    const fault = { kind: 'throttled', retryAfter: '1', times: 2 };

    await send('POST', '/faults', { target: 'graph.list', ...fault });
    const during = cloud.faults.active();
    await send('DELETE', '/faults');

    deepStrictEqual([during, cloud.faults.active()], [{ 'graph.list': fault }, {}]);
  });

  const REFUSED = {
    'an unknown target': { target: 'moon', kind: 'hang' },
    'an unknown kind': { target: 'graph.list', kind: 'moody' },
    'a fault that cannot strike there': { target: 'tokens.get', kind: 'consent-required' },
    'a fault that lacks something': { target: 'graph.list', kind: 'slow' },
    'what is no object': 'hang',
  };
  for (const [name, body] of Object.entries(REFUSED)) {
    it(`refuses ${name}, and says why`, async () => {
      const answer = await send('POST', '/faults', body);

      strictEqual(answer.status, 400);
      match(await answer.text(), /"message":"[^"]{10}/);
    });
  }

  it('says what can be switched on', async () => {
    const answer = await send('GET', '/faults');

    const { available } = Object(await answer.json());
    strictEqual(available.length, cloud.faults.list().length);
  });

  it('signs people out and in', async () => {
    await send('POST', '/people/alex/sign-out');
    const between = cloud.tokens.isSignedIn(PEOPLE.alex);
    await send('POST', '/people/alex/sign-in');

    deepStrictEqual([between, cloud.tokens.isSignedIn(PEOPLE.alex)], [false, true]);
  });

  it('does not know strangers', async () => {
    strictEqual((await send('POST', '/people/nobody/sign-out')).status, 404);
  });

  it('shows what Graph holds', async () => {
    const connector = cloud.graph.seed({ exchangeOrganization: 'Contoso' });

    const answer = await send('GET', '/connectors');

    deepStrictEqual(await answer.json(), { value: [connector] });
  });
});
