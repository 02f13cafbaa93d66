import assert from 'node:assert/strict';
import { Fault } from '../../src/errors.ts';
import { createConnector } from '../../src/graph/exchange-connectors.ts';
import type { GraphCall, GraphReply } from '../../src/graph/graph-client.ts';

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
