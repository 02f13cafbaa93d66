import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { parseConfig } from '../../src/config.ts';
import { graphClient } from '../../src/graph/graph-client.ts';
import { readPages } from '../../src/graph/pages.ts';

const PATH = '/v1.0/things';
const NEXT = '@odata.nextLink';
const link = (page: number) => `https://graph.example${PATH}?$skiptoken=${page}`;

describe('readPages', () => {
  /** Answers with these bodies, one after the other, and keeps what was asked for. */
  const answering = (...bodies: unknown[]) => {
    const asked: string[] = [];
    const read = async (path: string) => bodies[asked.push(path) - 1];
    return { asked, read };
  };

  it('collects the items of all pages in their order', async () => {
    const { asked, read } = answering(
      { value: [1, 2], [NEXT]: link(2) },
      { value: [], [NEXT]: link(3) },
      { value: [3] },
    );

    assert.deepEqual(await readPages(read, PATH), [1, 2, 3]);
    assert.deepEqual(asked, [PATH, link(2), link(3)]);
  });

  it('takes null for the end', async () => {
    const { read } = answering({ value: [1], [NEXT]: null });

    assert.deepEqual(await readPages(read, PATH), [1]);
  });

  it('gives up links that never end', async () => {
    const asked: string[] = [];
    const read = async (path: string) => {
      asked.push(path);
      return { value: [1], [NEXT]: link(1) };
    };

    await assert.rejects(readPages(read, PATH), /does not end/);
    assert.equal(asked.length, 100);
  });

  const none: readonly (readonly [what: string, body: unknown])[] = [
    ['HTML', undefined],
    ['null', null],
    ['a list', []],
    ['an object', {}],
    ['an error', { error: { code: 'Busy' } }],
    ['items that are no list', { value: { id: 1 } }],
    ['a link that is none', { value: [], [NEXT]: 'things?$skiptoken=2' }],
    ['an empty link', { value: [], [NEXT]: '' }],
    ['a number for a link', { value: [], [NEXT]: 2 }],
  ];
  for (const [what, page] of none) {
    it(`returns no part of a listing when a page is ${what}`, async () => {
      const { read } = answering({ value: [1], [NEXT]: link(2) }, page);

      await assert.rejects(readPages(read, PATH));
    });
  }

  it('fails as the reading of a page does', async () => {
    const failure = new Error('refused');

    await assert.rejects(
      readPages(() => Promise.reject(failure), PATH),
      (error) => error === failure,
    );
  });
});

describe('a link to the next page', () => {
  interface Listener {
    readonly server: Server;
    readonly url: string;
    readonly seen: string[];
  }
  let next: string | undefined;
  let graph: Listener;
  let foreign: Listener;

  /** Gives one page with the link that the test sets, then the last page. */
  async function listen(): Promise<Listener> {
    const seen: string[] = [];
    const server = createServer((request, response) => {
      const first = seen.push(request.url ?? '') === 1;
      response.end(JSON.stringify({ value: [seen.length], ...(first ? { [NEXT]: next } : {}) }));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    return { server, url: `http://127.0.0.1:${port}`, seen };
  }
  beforeEach(async () => {
    graph = await listen();
    foreign = await listen();
  });
  afterEach(() => {
    for (const { server } of [graph, foreign]) {
      server.closeAllConnections();
      server.close();
    }
  });

  function list(graphUrl = graph.url) {
    const send = graphClient(
      parseConfig({
        BOT_APP_ID: '8a6e2f10-47b3-4d5c-9e81-2b6f0c7d3a95',
        BOT_APP_TENANT_ID: '8a6e2f10-47b3-4d5c-9e81-2b6f0c7d3a95',
        BOT_APP_SECRET: 'hush',
        OAUTH_CONNECTION: 'graph',
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
    return readPages(
      async (path) => (await send({ method: 'get', path, token: 'person', id: 'call' })).body,
      PATH,
    );
  }

  const queries = [
    '?$skiptoken=2',
    '?$select=id&$top=5&$skiptoken=2',
    '?$skiptoken=a%2Fb%3D%3D%26c%20d',
    '?$skiptoken=a/b==&$top=5',
    '?$select=id&$select=name&id=1&id=2',
    '?$expand=owner($select=id)',
    '?flag&$top=5',
    '?from=https://elsewhere.example/v1.0/things',
    '',
  ];
  for (const query of queries) {
    it(`is followed as it came: ${query || 'no query'}`, async () => {
      next = `${graph.url}/v1.0/groups('7')/things${query}`;

      assert.deepEqual(await list(), [1, 2]);
      assert.deepEqual(graph.seen, [PATH, `/v1.0/groups('7')/things${query}`]);
    });
  }

  it('is followed below the path at which Graph lives', async () => {
    next = `${graph.url}/graph${PATH}?$skiptoken=2`;

    await list(`${graph.url}/graph`);

    assert.deepEqual(graph.seen, [`/graph${PATH}`, `/graph${PATH}?$skiptoken=2`]);
  });

  it('is followed with its fragment and its credentials left out', async () => {
    next = `${graph.url.replace('//', '//user:word@')}${PATH}?$skiptoken=2#top`;

    await list();

    assert.deepEqual(graph.seen, [PATH, `${PATH}?$skiptoken=2`]);
  });

  for (const hidden of ['/v1.0/https://', '/v1.0//https://', '/v1.0/https:\\\\']) {
    it(`stays at Graph although it holds another address: ${hidden}`, async () => {
      next = `${graph.url}${hidden}localhost/v1.0/things`;

      await list();

      assert.deepEqual(graph.seen, [PATH, '/v1.0/https:/localhost/v1.0/things']);
    });
  }

  const foreigners: readonly (readonly [what: string, at: () => string])[] = [
    ['another port', () => foreign.url],
    ['another host', () => foreign.url.replace('127.0.0.1', 'localhost')],
    ['another scheme', () => graph.url.replace('http:', 'https:')],
    ['Graph as the name of a user', () => foreign.url.replace('//', '//127.0.0.1:80@')],
  ];
  for (const [what, at] of foreigners) {
    it(`is an error and not followed with ${what}`, async () => {
      next = `${at()}${PATH}?$skiptoken=2`;

      await assert.rejects(list(), /leads out of Graph/);
      assert.deepEqual([graph.seen.length, foreign.seen.length], [1, 0]);
    });
  }

  it('is an error beside the path at which Graph lives', async () => {
    next = `${graph.url}/other${PATH}?$skiptoken=2`;

    await assert.rejects(list(`${graph.url}/graph`), /leads out of Graph/);
    assert.equal(graph.seen.length, 1);
  });
});
