import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { type RunningBot, runBot } from '../support/bot.ts';
import { TeamsClient } from '../support/teams.ts';
import { LIMIT_MS } from '../support/trial.ts';
import { troubles } from './storm.ts';

const SEED = Number(process.env.HOSTILE_SEED ?? Date.now() % 2 ** 31);
const RUNS = 50;
const AT_ONCE = 10;
const SHORT_MS = 250;

/**
 * Everything that the server says until it closes the connection. A client that is not answered in
 * `patienceMs` closes its half, as one does whose network breaks off.
 */
function exchange(url: string, bytes: Uint8Array, patienceMs = LIMIT_MS): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  const chunks: Buffer[] = [];
  const said = () => Buffer.concat(chunks).toString('latin1');
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  // The server may close while we still write.
  socket.on('error', () => resolve(said()));
  socket.on('close', () => resolve(said()));
  socket.setTimeout(patienceMs, () => socket.end());
  const late = setTimeout(() => reject(new Error(`No end after: ${said()}`)), 2 * LIMIT_MS);
  socket.write(bytes);
  return promise.finally(() => {
    clearTimeout(late);
    socket.destroy();
  });
}

const statuses = (said: string): readonly number[] =>
  [...said.matchAll(/^HTTP\/1\.1 (\d{3}) /gm)].map(([, status]) => Number(status));

describe(`bodies that are no JSON of Teams (HOSTILE_SEED=${SEED})`, () => {
  let bot: RunningBot;
  let valid: { readonly authorization: string; readonly json: string };
  before(async () => {
    bot = await runBot({ environment: { LOG_LEVEL: 'info' } });
    const teams = new TeamsClient(bot);
    const json = JSON.stringify(teams.activity({ text: 'help' }));
    valid = { authorization: await bot.cloud.authorize({}), json };
  });
  after(() => bot.close());

  /** A request with the token of Teams; what is undefined among the headers is left out. */
  const request = (
    body: string | Uint8Array,
    headers: Readonly<Record<string, string | undefined>> = {},
  ): Buffer => {
    const bytes = Buffer.from(body as string);
    const all = {
      host: 'localhost',
      authorization: valid.authorization,
      'content-type': 'application/json',
      'content-length': `${bytes.length}`,
      connection: 'close',
      ...headers,
    };
    const lines = Object.entries(all).flatMap(([name, value]) =>
      value === undefined ? [] : [`${name}: ${value}`],
    );
    const head = `POST /api/messages HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`;
    return Buffer.concat([Buffer.from(head), bytes]);
  };
  const chunked = { 'content-length': undefined, 'transfer-encoding': 'chunked' };
  const length = (bytes: number | string) => ({ 'content-length': `${bytes}` });

  const table: readonly (readonly [what: string, make: () => Buffer, status: readonly number[]])[] =
    [
      ['what Teams sends', () => request(valid.json), [200]],
      ['a byte order mark', () => request(`\ufeff${valid.json}`), [400]],
      ['UTF-16', () => request(Buffer.from(valid.json, 'utf16le')), [400]],
      ['no JSON', () => request(`${valid.json.slice(0, -1)},}`), [400]],
      ['two JSONs', () => request(valid.json + valid.json), [400]],
      ['NUL', () => request('\u0000'.repeat(1000)), [400]],
      ['nesting without an end', () => request('['.repeat(200_000)), [400]],
      ['nesting to the limit', () => request('['.repeat(100_000) + ']'.repeat(100_000)), [400]],
      [
        'bytes that are no UTF-8',
        () => request(Buffer.from(valid.json.replace('help', '\u00ff\u00fe\u00c0'), 'latin1')),
        [200],
      ],
      ['gzip', () => request(gzipSync(valid.json), { 'content-encoding': 'gzip' }), [415]],
      ['gzip that says nothing of it', () => request(gzipSync(valid.json)), [400]],
      [
        'a charset',
        () => request(valid.json, { 'content-type': 'application/json;charset=x' }),
        [200],
      ],
      ['no content type', () => request(valid.json, { 'content-type': undefined }), [415]],
      [
        'two content types',
        () => request(valid.json, { 'content-type': 'a/b, application/json' }),
        [415],
      ],
      ['no length and no body', () => request('', { 'content-length': undefined }), [400]],
      ['no length', () => request(valid.json, { 'content-length': undefined }), [400]],
      ['a length that is too short', () => request(valid.json, length(10)), [400]],
      ['a length that is too long', () => request(valid.json, length(10_000)), [400]],
      ['a body that never comes', () => request('', length(100)), [400]],
      ['a length beyond the limit', () => request('{', length(10 ** 9)), [413]],
      ['a length beyond all numbers', () => request('{', length('9'.repeat(400))), [400]],
      ['a negative length', () => request(valid.json, length(-1)), [400]],
      ['a length that is no number', () => request(valid.json, length('ten')), [400]],
      ['both a length and chunks', () => request('0\r\n\r\n', { ...chunked, ...length(5) }), [400]],
      ['a chunk that is whole', () => request(`2\r\n{}\r\n0\r\n\r\n`, chunked), [400]],
      ['a chunk of an odd size', () => request(`zz\r\n{}\r\n0\r\n\r\n`, chunked), [400]],
      ['a chunk that breaks off', () => request(`ffff\r\n{"type":`, chunked), [400]],
      ['headers without an end', () => request('{}', { x: 'x'.repeat(100_000) }), [431]],
      ['another protocol', () => Buffer.from('\u0016\u0003\u0001\u0002\u0000\u0001'), [400]],
    ];
  for (const [what, make, expected] of table) {
    it(`${what}: ${expected.join(', ')}`, async () => {
      const said = await exchange(bot.url, make(), 1000);

      assert.deepEqual(statuses(said), expected, said.slice(0, 2000));
    });
  }

  it('whatever breaks on the way, no answer is a 5xx', async () => {
    const damage = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      drop: fc.nat(40),
      put: fc.uint8Array({ maxLength: 8 }),
    });
    const broken = fc.array(damage, { minLength: 1, maxLength: 4 }).map((damages) =>
      damages.reduce((bytes, { at, drop, put }) => {
        const from = Math.floor(at * bytes.length);
        return Buffer.concat([bytes.subarray(0, from), put, bytes.subarray(from + drop)]);
      }, request(valid.json)),
    );
    const several = fc.array(broken, { minLength: AT_ONCE, maxLength: AT_ONCE });
    const property = fc.asyncProperty(several, async (requests) => {
      const all = await Promise.all(requests.map((each) => exchange(bot.url, each, SHORT_MS)));

      for (const said of all)
        assert.ok(
          statuses(said).every((status) => status < 500),
          said,
        );
      assert.deepEqual(troubles(bot.log), []);
    });

    await fc.assert(property, { seed: SEED, numRuns: RUNS });
  }).timeout(120_000);

  it('and the bot lives on', async () => {
    const said = await exchange(bot.url, request(valid.json));

    assert.deepEqual(statuses(said), [200]);
    assert.equal(bot.cloud.graph.requests.length, 0);
    assert.deepEqual(troubles(bot.log), []);
  });
});
