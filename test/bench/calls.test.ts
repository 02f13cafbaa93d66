import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { Calls } from '../../bench/calls.ts';
import { posting } from '../../bench/posting.ts';

describe('what the bench sees of calls', () => {
  let server: Server;
  let url: string;
  let connections = 0;

  const portOf = (of: Server): number => {
    const address = of.address();
    assert.ok(address && typeof address === 'object');
    return address.port;
  };

  beforeEach(async () => {
    connections = 0;
    server = createServer((request, response) => {
      request.resume().once('end', () => setImmediate(() => response.end('"answer"')));
    }).listen(0, '127.0.0.1');
    server.on('connection', () => {
      connections += 1;
    });
    await once(server, 'listening');
    url = `http://127.0.0.1:${portOf(server)}`;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  it('is each call to its ports, within the time that the caller saw', async () => {
    const [calls, others] = [new Calls([portOf(server)]), new Calls([1])];
    const to = posting(url, 'Bearer token', 1);

    const { text, from, to: until } = await to.send('{}');
    to.close();

    const [call, ...more] = calls.all;
    assert.ok(call && more.length === 0);
    assert.deepEqual([text, call.path], ['"answer"', '/api/messages']);
    assert.ok(from < call.from && call.from < call.to && call.to < until);
    assert.equal(calls.lastAt, call.to);
    assert.deepEqual(others.all, []);
  });

  it('forgets what was cleared', async () => {
    const calls = new Calls([portOf(server)]);
    const to = posting(url, 'Bearer token', 1);
    await to.send('{}');

    calls.clear();

    to.close();
    assert.deepEqual(calls.all, []);
  });

  it('keeps to its number of connections, however much is sent', async () => {
    const to = posting(url, 'Bearer token', 2);

    await Promise.all(Array.from({ length: 9 }, () => to.send('{}')));

    to.close();
    assert.equal(connections, 2);
  });
});
