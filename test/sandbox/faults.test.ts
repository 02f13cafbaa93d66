import { deepStrictEqual, ok, rejects, strictEqual, throws } from 'node:assert/strict';
import type { Cloud } from '../../sandbox/cloud/cloud.ts';
import { CATALOGUE } from '../../sandbox/cloud/fault-catalogue.ts';
import { CONNECTORS, callGraph, graphToken } from './graph-client.ts';
import { trustedCloud } from './trusted-cloud.ts';

describe('faults', () => {
  let cloud: Cloud;
  let token: string;
  before(async () => {
    cloud = await trustedCloud();
    token = await graphToken(cloud);
  });
  after(() => cloud.close());
  afterEach(() => cloud.reset());

  const create = () =>
    callGraph(cloud, token, CONNECTORS, { method: 'POST', body: { exchangeOrganization: 'a' } });
  const metadata = () => fetch(cloud.environment.CLOUD_BOT_OPENID_METADATA_URL ?? '');

  it('throttle with and without Retry-After', async () => {
    cloud.faults.set('graph.create', { kind: 'throttled', retryAfter: '2.128' });
    const told = await create();
    cloud.faults.set('graph.create', { kind: 'throttled-silent' });
    const silent = await create();

    deepStrictEqual(
      [told, silent].map(({ status, headers }) => [status, headers.get('retry-after')]),
      [
        [429, '2.128'],
        [429, null],
      ],
    );
  });

  it('last as many times as they were set for', async () => {
    cloud.faults.set('graph.create', { kind: 'status', status: 503, times: 2 });

    const answers = [await create(), await create(), await create()];

    deepStrictEqual(
      answers.map(({ status }) => status),
      [503, 503, 201],
    );
  });

  it('answer 504 with HTML', async () => {
    cloud.faults.set('openid', { kind: 'html-504' });

    const answer = await metadata();

    deepStrictEqual(
      [answer.status, answer.headers.get('content-type')],
      [504, 'text/html; charset=utf-8'],
    );
  });

  it('reset the connection before anything was done', async () => {
    cloud.faults.set('graph.create', { kind: 'reset-before' });

    await rejects(create());

    strictEqual(cloud.graph.connectors.length, 0);
  });

  it('reset the connection after it was done', async () => {
    cloud.faults.set('graph.create', { kind: 'reset-after' });

    await rejects(create());

    strictEqual(cloud.graph.connectors.length, 1);
    strictEqual(cloud.graph.requests.at(-1)?.status, undefined);
  });

  it('delay a call and then do it', async () => {
    cloud.faults.set('graph.create', { kind: 'slow', ms: 20 });
    const start = performance.now();

    const { status } = await create();

    strictEqual(status, 201);
    ok(performance.now() - start >= 19);
  });

  it('never keep the cloud from closing', async () => {
    const other = await trustedCloud();
    other.faults.set('openid', { kind: 'hang' });
    other.faults.set('graph.list', { kind: 'slow', ms: 600_000 });
    const asked = Promise.all([
      other.connector.waitForRequest(() => true),
      other.graph.waitForRequest(() => true),
    ]);
    const answers = Promise.all([
      rejects(fetch(other.environment.CLOUD_BOT_OPENID_METADATA_URL ?? '')),
      rejects(callGraph(other, token, CONNECTORS)),
    ]);
    await asked;

    await other.close();

    await answers;
  });

  it('strike only where they can', () => {
    throws(() => cloud.faults.set('connector.send', { kind: 'consent-required' }));
  });

  for (const { name, targets, example } of CATALOGUE) {
    it(`can be switched on: ${name}`, () => {
      for (const target of targets) cloud.faults.set(target, example);

      deepStrictEqual(Object.keys(cloud.faults.active()), [...targets]);
    });
  }
});
