import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Cloud } from '../../sandbox/cloud/cloud.ts';
import { PEOPLE } from '../../sandbox/cloud/directory.ts';
import type { Fault as CloudFault } from '../../sandbox/cloud/fault-catalogue.ts';
import { parseConfig } from '../../src/config.ts';
import { Fault, type FaultCode } from '../../src/errors.ts';
import { appCredential } from '../../src/graph/app-credential.ts';
import { listConnectors } from '../../src/graph/exchange-connectors.ts';
import { type GraphSend, graphClient } from '../../src/graph/graph-client.ts';
import { retryAfterMs } from '../../src/graph/graph-error.ts';
import { onBehalfOf } from '../../src/graph/on-behalf-of.ts';
import { trustedCloud } from '../sandbox/trusted-cloud.ts';

describe('listing the connectors', () => {
  let cloud: Cloud;
  before(async () => {
    cloud = await trustedCloud();
  });
  beforeEach(() => cloud.reset());
  after(() => cloud.close());

  const settings = (environment: Record<string, string>) =>
    parseConfig({ ...cloud.environment, GRAPH_TIMEOUT: 'PT2S', ...environment });

  /** The real client and credentials, on behalf of Alex; `through` may stand between. */
  async function list(
    environment: Record<string, string> = {},
    through = (send: GraphSend): GraphSend => send,
  ) {
    const config = settings(environment);
    const personalToken = onBehalfOf(config, appCredential(config), () => new Date());
    const assertion = await cloud.entra.userToken(PEOPLE.alex);
    return listConnectors(
      through(graphClient(config)),
      (claims) => personalToken(assertion, claims),
      randomUUID,
    );
  }
  const seed = (...organizations: string[]) => {
    for (const exchangeOrganization of organizations) cloud.graph.seed({ exchangeOrganization });
  };
  const failure = async (listing: Promise<unknown>): Promise<Fault> => {
    const error = await listing.then(
      () => assert.fail('It was listed'),
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof Fault, String(error));
    return error;
  };
  const failureCode = async (listing: Promise<unknown>) => (await failure(listing)).code;

  it('gives every property that tells connectors apart', async () => {
    const connector = {
      exchangeConnectorType: 'dedicated',
      exchangeOrganization: 'Contoso',
      exchangeAlias: 'contoso',
      serverName: 'exch01',
      connectorServerName: 'conn01',
      primarySmtpAddress: 'exchange@contoso.com',
      version: '15.1',
    } as const;
    const { id } = cloud.graph.seed({ ...connector, status: 'connected' });

    const listed = await list();

    assert.deepEqual(listed, [{ id, status: 'connected', ...connector }]);
  });

  it('leaves undefined what Graph has as null', async () => {
    const { id } = cloud.graph.seed();

    const [listed = assert.fail()] = await list();

    const { id: listedId, status, exchangeConnectorType, ...others } = listed;
    assert.deepEqual([listedId, status, exchangeConnectorType], [id, 'none', 'onPremises']);
    assert.deepEqual(new Set(Object.values(others)), new Set([undefined]));
  });

  it('is empty where there are none', async () => {
    assert.deepEqual(await list(), []);
  });

  it('asks on behalf of the person', async () => {
    await list();

    const [request] = cloud.graph.requests;
    assert.deepEqual(
      [request?.claims?.oid, request?.claims?.idtyp],
      [PEOPLE.alex.aadObjectId, 'user'],
    );
  });

  it('reads all pages, each with an id of its own', async () => {
    seed('a', 'b', 'c', 'd', 'e');
    cloud.graph.pageSize = 2;

    const listed = await list();

    assert.deepEqual(
      listed.map(({ exchangeOrganization }) => exchangeOrganization),
      ['a', 'b', 'c', 'd', 'e'],
    );
    const ids = cloud.graph.requests.map(({ headers }) => headers['client-request-id']);
    assert.equal(new Set(ids).size, 3);
  });

  it('does not return some when a later page fails', async () => {
    seed('a', 'b', 'c');
    cloud.graph.pageSize = 1;
    const breaking =
      (send: GraphSend): GraphSend =>
      async (call) => {
        const reply = await send(call);
        cloud.faults.set('graph.list', { kind: 'status', status: 500 });
        return reply;
      };

    assert.equal(await failureCode(list({}, breaking)), 'graph-unavailable');
    assert.equal(cloud.graph.requests.length, 2);
  });

  it('gives up a listing without end', async () => {
    seed('a');
    cloud.graph.pageSize = 0;

    assert.equal(await failureCode(list()), 'graph-unavailable');
    assert.equal(cloud.graph.requests.length, 100);
  });

  it('does not follow a link out of Graph', async () => {
    seed('a', 'b');
    cloud.graph.pageSize = 1;
    const luring =
      (send: GraphSend): GraphSend =>
      async (call) => {
        const reply = await send(call);
        return {
          ...reply,
          body: JSON.parse(JSON.stringify(reply.body).replace('//localhost', '//127.0.0.1')),
        };
      };

    const fault = await failure(list({}, luring));

    assert.equal(fault.code, 'graph-unavailable');
    assert.match(String(fault.cause), /leads out of Graph/);
    assert.equal(cloud.graph.requests.length, 1);
  });

  describe('with a reply', () => {
    const answered = (body: unknown) => async () => ({ status: 200, headers: new Headers(), body });
    const read = (body: unknown) =>
      listConnectors(
        answered(body),
        async () => 'token',
        () => 'id',
      );

    it('reads a type and a status that are newer than the bot', async () => {
      const item = { id: '1', status: 'paused', exchangeConnectorType: 'quantum', colour: 'red' };

      const [listed] = await read({ value: [item] });

      assert.equal(listed?.status, 'unknown');
      assert.equal(listed?.exchangeConnectorType, 'quantum');
    });

    it('reads a connector that is hardly more than its id', async () => {
      const [listed] = await read({ value: [{ id: '1' }] });

      assert.deepEqual([listed?.id, listed?.status], ['1', 'unknown']);
      assert.equal(listed?.exchangeOrganization, undefined);
    });

    const invalid: readonly (readonly [what: string, body: unknown])[] = [
      ['HTML', undefined],
      ['nothing', {}],
      ['no list', { value: 'none' }],
      ['a connector without id', { value: [{ status: 'none' }] }],
      ['an empty id', { value: [{ id: '' }] }],
      ['null among the connectors', { value: [null] }],
      ['a number for an organization', { value: [{ id: '1', exchangeOrganization: 1 }] }],
    ];
    for (const [what, body] of invalid) {
      it(`of ${what} does not know what there is`, async () => {
        assert.equal(await failureCode(read(body)), 'graph-unavailable');
      });
    }
  });

  const refusals: readonly (readonly [status: number, code: FaultCode])[] = [
    [400, 'graph-unavailable'],
    [401, 'sign-in-expired'],
    [403, 'not-permitted'],
    [404, 'not-supported'],
    [405, 'not-supported'],
    [408, 'graph-unavailable'],
    [409, 'graph-unavailable'],
    [410, 'not-supported'],
    [429, 'throttled'],
    [500, 'graph-unavailable'],
    [502, 'graph-unavailable'],
    [503, 'graph-unavailable'],
  ];
  for (const [status, code] of refusals) {
    it(`reads ${status} as ${code}, without asking again`, async () => {
      cloud.faults.set('graph.list', { kind: 'status', status });

      assert.equal(await failureCode(list()), code);
      assert.equal(cloud.graph.requests.length, 1);
    });
  }

  it('is not permitted without the scope', async () => {
    assert.equal(await failureCode(list({ GRAPH_SCOPES: 'User.Read' })), 'not-permitted');
  });

  const unavailable: readonly CloudFault[] = [
    { kind: 'html-504' },
    { kind: 'reset-before' },
    { kind: 'reset-after' },
  ];
  for (const fault of unavailable) {
    it(`is unavailable after ${fault.kind}`, async () => {
      cloud.faults.set('graph.list', fault);

      assert.equal(await failureCode(list()), 'graph-unavailable');
    });
  }

  it('is unavailable when Graph is silent', async () => {
    cloud.faults.set('graph.list', { kind: 'hang' });

    assert.equal(await failureCode(list({ GRAPH_TIMEOUT: 'PT0.5S' })), 'graph-unavailable');
  });

  it('says how long Graph asks to wait', async () => {
    cloud.faults.set('graph.list', { kind: 'throttled', retryAfter: '2.128' });

    const fault = await failure(list());

    assert.deepEqual([fault.code, retryAfterMs(fault)], ['throttled', 2128]);
  });

  it('does not say how long when Graph does not', async () => {
    cloud.faults.set('graph.list', { kind: 'throttled-silent' });

    const fault = await failure(list());

    assert.deepEqual([fault.code, retryAfterMs(fault)], ['throttled', undefined]);
  });

  it('finds no wait in what Graph did not cause', () => {
    for (const thrown of [undefined, new Error('x'), new Fault('throttled'), { cause: {} }]) {
      assert.equal(retryAfterMs(thrown), undefined);
    }
  });

  it('meets a claims challenge with a new token, also on a later page', async () => {
    seed('a', 'b');
    cloud.graph.pageSize = 1;
    cloud.faults.set('graph.list', { kind: 'claims', times: 1 });
    let calls = 0;
    const challengedTwice =
      (send: GraphSend): GraphSend =>
      async (call) => {
        calls += 1;
        if (calls === 3) cloud.faults.set('graph.list', { kind: 'claims', times: 1 });
        return send(call);
      };

    const listed = await list({}, challengedTwice);

    assert.equal(listed.length, 2);
    assert.deepEqual(
      cloud.graph.requests.map(({ status }) => status),
      [401, 200, 401, 200],
    );
    const asked = cloud.entra.requests.filter(({ body }) =>
      JSON.stringify(body ?? '').includes('acrs'),
    );
    assert.equal(asked.length, 2);
  });

  it('needs the person when the challenge is still there', async () => {
    cloud.faults.set('graph.list', { kind: 'claims' });

    assert.equal(await failureCode(list()), 'interaction-required');
    assert.equal(cloud.graph.requests.length, 2);
  });

  it('fails as the token of the person does', async () => {
    cloud.faults.set('entra.obo', { kind: 'consent-required' });

    assert.equal(await failureCode(list()), 'consent-required');
    assert.equal(cloud.graph.requests.length, 0);
  });
});
