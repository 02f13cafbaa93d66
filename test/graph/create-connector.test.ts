import assert from 'node:assert/strict';
import type { Cloud } from '../../sandbox/cloud/cloud.ts';
import { PEOPLE } from '../../sandbox/cloud/directory.ts';
import { parseConfig } from '../../src/config.ts';
import { Fault } from '../../src/errors.ts';
import { appCredential } from '../../src/graph/app-credential.ts';
import { createConnector } from '../../src/graph/exchange-connectors.ts';
import { type GraphCall, type GraphReply, graphClient } from '../../src/graph/graph-client.ts';
import { onBehalfOf } from '../../src/graph/on-behalf-of.ts';
import { trustedCloud } from '../sandbox/trusted-cloud.ts';

const CHALLENGE = `Bearer error="insufficient_claims", claims="${Buffer.from('{}').toString('base64')}"`;

describe('creating a connector after a claims challenge', () => {
  const challenged: GraphReply = {
    status: 401,
    headers: new Headers({ 'www-authenticate': CHALLENGE }),
    body: {},
  };

  it('sends nothing more when it may no longer be sent', async () => {
    const calls: GraphCall[] = [];
    const send = (call: GraphCall) => {
      calls.push(call);
      return Promise.resolve(challenged);
    };
    const maySend = () => calls.length === 0;

    await assert.rejects(
      createConnector(send, () => Promise.resolve('token'), {}, 'attempt', maySend),
      (error) => error instanceof Fault && error.code === 'graph-unavailable',
    );

    assert.equal(calls.length, 1);
  });
});

describe('a connector that Graph refuses', () => {
  it('leaves nothing of what was typed for the log', async () => {
    const connector = {
      exchangeConnectorType: 'hosted',
      status: 'connected',
      exchangeOrganization: 'Fabrikam',
      exchangeAlias: 'fabrikam-alias',
      primarySmtpAddress: 'mail@fabrikam.example',
      version: '15.2',
      lastSyncDateTime: '2025-02-03T04:05:00Z',
    } as const;
    const message = `Refused: ${Object.values(connector).join(' ')}.`;
    const send = () =>
      Promise.resolve({ status: 400, headers: new Headers(), body: { error: { message } } });

    const creating = createConnector(
      send,
      async () => 'token',
      connector,
      'attempt',
      () => true,
    );

    await assert.rejects(creating, (error) => {
      assert.ok(error instanceof Fault && error.cause instanceof Error);
      assert.equal(error.cause.message, 'Graph answered 400');
      return true;
    });
  });
});

describe('a connector whose creation is lost', () => {
  let cloud: Cloud;
  before(async () => {
    cloud = await trustedCloud();
  });
  after(() => cloud.close());

  for (const kind of ['reset-after', 'hang-after'] as const) {
    it(`may be there, also where the connection was new: ${kind}`, async () => {
      const config = parseConfig({ ...cloud.environment, GRAPH_TIMEOUT: 'PT0.5S' });
      const personalToken = onBehalfOf(config, appCredential(config), () => new Date());
      const token = await personalToken(await cloud.entra.userToken(PEOPLE.alex));
      cloud.reset();
      cloud.faults.set('graph.create', { kind });

      const creating = createConnector(
        graphClient(config),
        async () => token,
        { exchangeConnectorType: 'hosted', exchangeOrganization: 'Fabrikam' },
        'attempt',
        () => true,
      );

      await assert.rejects(
        creating,
        (error) => error instanceof Fault && error.code === 'outcome-unknown',
      );
      assert.equal(cloud.graph.connectors.length, 1);
    });
  }
});
