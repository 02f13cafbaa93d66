import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import Net from 'node:net';
import { text } from 'node:stream/consumers';
import { choosePort } from '../../sandbox/ports.ts';
import { parseConfig } from '../../src/config.ts';
import { graphClient } from '../../src/graph/graph-client.ts';
import { Unreachable } from '../../src/graph/last-handler.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

// In two steps, because restify replaces writeHead in the whole process.
const respond =
  (status: number, body: string, headers: Record<string, string> = {}): Answer =>
  (_request, response) => {
    response.writeHead(status, headers);
    response.end(body);
  };

describe('a call to Graph', () => {
  let server: Server;
  let url: string;
  let answer: Answer;
  let seen: { readonly request: IncomingMessage; readonly body: string }[];

  before(async () => {
    server = createServer(async (request, response) => {
      seen.push({ request, body: await text(request) });
      answer(request, response);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  });
  beforeEach(() => {
    seen = [];
    answer = respond(200, '{}');
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  const client = (graphUrl = url) =>
    graphClient(
      parseConfig({
        BOT_APP_ID: '8a6e2f10-47b3-4d5c-9e81-2b6f0c7d3a95',
        BOT_APP_TENANT_ID: '8a6e2f10-47b3-4d5c-9e81-2b6f0c7d3a95',
        BOT_APP_SECRET: 'hush',
        OAUTH_CONNECTION: 'graph',
        GRAPH_TIMEOUT: 'PT0.3S',
        CLOUD: 'custom',
        CLOUD_GRAPH_URL: graphUrl,
        CLOUD_ENTRA_URL: 'https://localhost',
        CLOUD_TOKEN_SERVICE_URL: 'https://localhost',
        CLOUD_BOT_OPENID_METADATA_URL: 'https://localhost',
        CLOUD_BOT_ISSUER: 'x',
        CLOUD_BOT_SCOPE: 'x',
        CLOUD_SERVICE_HOSTS: 'localhost',
      }),
    );
  const post = (graphUrl?: string, send = client(graphUrl)) =>
    send({
      method: 'post',
      path: '/beta/things',
      token: 'person',
      id: 'call-1',
      body: { name: 'x' },
    });
  const failure = (sent: boolean, cause: RegExp) => (error: unknown) => {
    assert.ok(error instanceof Unreachable);
    assert.equal(error.sent, sent);
    assert.match(String(error.cause instanceof Error && (error.cause.cause ?? error.cause)), cause);
    return true;
  };

  it('carries token, id and JSON, also to a cloud on this machine', async () => {
    await post();

    const [{ request, body } = assert.fail()] = seen;
    assert.deepEqual([request.method, request.url], ['POST', '/beta/things']);
    assert.equal(request.headers.authorization, 'Bearer person');
    assert.equal(request.headers['client-request-id'], 'call-1');
    assert.match(request.headers['content-type'] ?? '', /^application\/json/);
    assert.equal(request.headers.accept, 'application/json');
    assert.match(request.headers['user-agent'] ?? '', /./);
    assert.equal(body, '{"name":"x"}');
  });

  for (const status of [429, 500, 503, 504]) {
    it(`is made once, also when the answer is ${status}`, async () => {
      answer = respond(status, '<html>Busy</html>', { 'retry-after': '0' });

      const reply = await post();

      assert.deepEqual([reply.status, reply.body, seen.length], [status, undefined, 1]);
      assert.equal(reply.headers.get('retry-after'), '0');
    });
  }

  it('follows no redirect', async () => {
    answer = respond(307, '', { location: '/elsewhere' });

    const { status } = await post();

    assert.deepEqual([status, seen.length], [307, 1]);
  });

  it('is given up when no answer comes in time, as perhaps done', async () => {
    answer = () => undefined;

    await assert.rejects(post(), failure(true, /timeout/i));
  });

  it('is given up when the answer does not end in time, as perhaps done', async () => {
    answer = (_request, response) => {
      response.writeHead(201);
      response.write('{');
    };

    await assert.rejects(post(), failure(true, /timeout|aborted/i));
  });

  it('is given up when the answer breaks off, as perhaps done', async () => {
    answer = (_request, response) => {
      response.writeHead(201, { 'content-length': '100' });
      response.write('{', () => response.destroy());
    };

    await assert.rejects(post(), failure(true, /terminated|closed|aborted/));
  });

  it('is perhaps done also on a connection that was kept', async () => {
    const send = client();
    await post(url, send);
    answer = () => undefined;

    await assert.rejects(post(url, send), failure(true, /timeout/i));
    assert.equal(seen[0]?.request.socket, seen[1]?.request.socket);
  });

  describe('to what does not speak HTTP as it should', () => {
    let other: Net.Server;
    let port: number;
    let words: string;
    beforeEach(async () => {
      words = '';
      other = Net.createServer((socket) => {
        socket.on('error', () => socket.destroy());
        socket.once('data', () => socket.write(words));
      });
      other.listen(0, '127.0.0.1');
      await once(other, 'listening');
      const address = other.address();
      port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    });
    afterEach(() => other.close());

    it('was certainly not made where no connection comes about in time', async () => {
      await assert.rejects(post(`https://127.0.0.1:${port}`), failure(false, /timeout/i));
    });

    it('is given up at once where the answer is another protocol, as perhaps done', async () => {
      words = 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n';

      await assert.rejects(post(`http://127.0.0.1:${port}`), failure(true, /without an answer/));
    });
  });

  it('was certainly not made where nobody listens', async () => {
    const nobody = `http://127.0.0.1:${await choosePort()}`;

    await assert.rejects(post(nobody), failure(false, /ECONNREFUSED/));
  });
});
