import assert from 'node:assert/strict';
import { request } from 'node:http';
import { gzipSync } from 'node:zlib';
import { type RunningBot, runBot } from './support/bot.ts';
import { post, TeamsClient } from './support/teams.ts';

const KIB = 1024;

/** Sends a body in chunks, so that no Content-Length tells its size beforehand. */
function postChunked(url: string, chunks: readonly string[]): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const headers = { 'content-type': 'application/json' };
  const call = request(`${url}/api/messages`, { method: 'POST', headers }, (response) => {
    response.resume();
    resolve(response.statusCode ?? 0);
  });
  call.on('error', reject);
  for (const chunk of chunks) call.write(chunk);
  call.end();
  return promise;
}

describe('the server', () => {
  let bot: RunningBot;
  before(async () => {
    bot = await runBot();
  });
  after(() => bot.close());

  it('says that it lives and that it is ready', async () => {
    const [alive, ready] = await Promise.all([
      fetch(`${bot.url}/healthz`),
      fetch(`${bot.url}/readyz`),
    ]);

    assert.deepEqual([alive.status, ready.status], [200, 200]);
  });

  it('tells Prometheus about itself', async () => {
    const metrics = await fetch(`${bot.url}/metrics`);

    assert.equal(metrics.status, 200);
    assert.equal(metrics.headers.get('content-type'), 'text/plain; version=0.0.4; charset=utf-8');
    assert.match(await metrics.text(), /^bot_requests\{status="waiting"\} 0$/m);
  });

  it('has nothing at other addresses and methods', async () => {
    const [elsewhere, got] = await Promise.all([
      fetch(`${bot.url}/api/secrets`),
      fetch(`${bot.url}/api/messages`),
    ]);

    assert.deepEqual([elsewhere.status, got.status], [404, 405]);
  });

  const foreign: [string, Record<string, string>][] = [
    ['text', { 'content-type': 'text/plain' }],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['multipart', { 'content-type': 'multipart/form-data; boundary=x' }],
    ['bytes', { 'content-type': 'application/octet-stream' }],
    ['JSON of another kind', { 'content-type': 'application/activity+json' }],
    ['deflated JSON', { 'content-encoding': 'deflate' }],
    ['brotli JSON', { 'content-encoding': 'br' }],
    ['doubly encoded JSON', { 'content-encoding': 'identity, gzip' }],
  ];
  for (const [what, headers] of foreign) {
    it(`answers 415 to ${what}`, async () => {
      const answer = await post(bot.url, '{"type":"message"}', headers);

      assert.equal(answer.status, 415);
    });
  }

  it('answers 415 to packed bodies, broken or not, and lives on', async () => {
    const headers = { 'content-encoding': 'gzip' };
    const packed = new Uint8Array(gzipSync('{"type":"message"}'));

    const answers = await Promise.all([
      post(bot.url, packed, headers),
      post(bot.url, packed.slice(0, 12), headers),
      post(bot.url, 'no gzip at all', headers),
    ]);

    assert.deepEqual(
      answers.map(({ status }) => status),
      [415, 415, 415],
    );
    assert.equal((await fetch(`${bot.url}/healthz`)).status, 200);
  });

  it('answers 413 above 256 KiB, whether the size is announced or not', async () => {
    const big = JSON.stringify({ type: 'message', text: 'x'.repeat(256 * KIB) });

    const announced = await post(bot.url, big);
    const chunked = await postChunked(bot.url, [big.slice(0, 200 * KIB), big.slice(200 * KIB)]);

    assert.deepEqual([announced.status, chunked], [413, 413]);
  });

  it('reads a body just below the limit', async () => {
    const teams = new TeamsClient(bot);
    const text = 'x'.repeat(250 * KIB);

    const answer = await teams.send(teams.activity({ text }));

    assert.equal(answer.status, 200);
  });

  const noActivity = ['', '{', '[]', '"text"', 'null', '{}', '{"type":5}', '{"type":""}'];
  for (const body of noActivity) {
    it(`answers 400 to ${JSON.stringify(body)}`, async () => {
      const answer = await post(bot.url, body);

      assert.equal(answer.status, 400);
    });
  }

  it('lets nothing of an exception out', async () => {
    const answer = await post(bot.url, '{"type": "message", secret');

    assert.deepEqual(answer.body, { code: '400', message: 'The body is no JSON.' });
  });

  it('answers 503 with Retry-After beyond 256 turns, and recovers', async () => {
    const teams = new TeamsClient(bot);
    const { connector, faults } = bot.cloud;
    bot.cloud.reset();
    faults.set('connector.send', { kind: 'slow', ms: 6000 });

    // Each in a chat of its own: the bot spares every single one.
    const turns = Array.from({ length: 256 }, () => {
      const other = new TeamsClient(bot);
      return other.send(other.activity({ text: 'help' }));
    });
    await connector.waitForRequest(() => connector.requests.length === 256, 8000);
    const refused = await teams.send(teams.activity({ text: 'help' }));
    faults.clear();
    const served = await Promise.all(turns);
    const afterwards = await teams.send(teams.activity({ text: 'help' }));

    assert.deepEqual([refused.status, refused.headers.get('retry-after')], [503, '5']);
    assert.ok(served.every(({ status }) => status === 200));
    assert.equal(afterwards.status, 200);
  }).timeout(20_000);
});
