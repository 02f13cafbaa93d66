import assert from 'node:assert/strict';
import type { GraphReply } from '../../src/graph/graph-client.ts';
import { claimsChallenge, GraphRefusal } from '../../src/graph/graph-error.ts';

const DATE = 'Sun, 01 Mar 2026 12:00:00 GMT';
const CLAIMS = '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}';

const aReply = (
  status: number,
  headers: Record<string, string> = {},
  body?: unknown,
): GraphReply => ({ status, headers: new Headers(headers), body });

const challenge = (claims: string) =>
  `Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", error="insufficient_claims", claims="${claims}"`;

describe('GraphRefusal', () => {
  it('keeps status, code, message and request id for the log', () => {
    const error = { code: 'Forbidden', message: 'No licence', innerError: { 'request-id': 'x' } };

    const refusal = new GraphRefusal(aReply(403, { 'request-id': 'r-1' }, { error }));

    assert.equal(refusal.name, 'GraphRefusal');
    assert.equal(refusal.message, 'No licence');
    const { status, code, requestId, retryAfterMs } = refusal;
    assert.deepEqual(
      { status, code, requestId, retryAfterMs },
      { status: 403, code: 'Forbidden', requestId: 'r-1', retryAfterMs: undefined },
    );
  });

  it('leaves the words out where they may repeat what people typed', () => {
    const message = '{"Message": "exchangeAlias \'M\\u00fcnchen\' is refused"}';

    const refusal = new GraphRefusal(aReply(400, {}, { error: { code: 'A', message } }), {
      repeats: true,
    });

    assert.deepEqual([refusal.message, refusal.code], ['Graph answered 400', 'A']);
  });

  const bodies = [
    ['HTML', undefined],
    ['nothing', null],
    ['a text', 'Bad gateway'],
    ['an empty object', {}],
    ['an empty error', { error: {} }],
    ['an OAuth error', { error: 'invalid_request' }],
    ['a list', []],
    ['null instead of texts', { error: { code: null, message: null } }],
    ['an empty message', { error: { message: '' } }],
  ] as const;
  for (const [what, body] of bodies) {
    it(`says the status when the reply holds ${what}`, () => {
      const { message, code, status, requestId } = new GraphRefusal(aReply(502, {}, body));

      assert.equal(message, 'Graph answered 502');
      assert.deepEqual([status, code, requestId], [502, '', undefined]);
    });
  }

  it('keeps the code beside a message that is no text', () => {
    const { code, message } = new GraphRefusal(
      aReply(400, {}, { error: { code: 'A', message: 1 } }),
    );

    assert.deepEqual([code, message], ['A', 'Graph answered 400']);
  });
});

describe('the wait that Graph asks for', () => {
  const waits: readonly (readonly [value: string, ms: number | undefined])[] = [
    ['0', 0],
    ['1', 1000],
    ['120', 120_000],
    ['2.128', 2128],
    ['0.0001', 1],
    ['-5', 0],
    [DATE, 0],
    ['Sun, 01 Mar 2026 12:00:30 GMT', 30_000],
    ['Sun, 01 Mar 2026 11:00:00 GMT', 0],
    ['soon', undefined],
    ['Infinity', undefined],
    ['12 s', undefined],
  ];
  for (const [value, ms] of waits) {
    it(`is ${ms ?? 'unknown'} for ${JSON.stringify(value)}`, () => {
      const reply = aReply(429, { 'retry-after': value, date: DATE });

      assert.equal(new GraphRefusal(reply).retryAfterMs, ms);
    });
  }

  it('is unknown when nothing is said', () => {
    assert.equal(new GraphRefusal(aReply(429, { date: DATE })).retryAfterMs, undefined);
  });

  it('needs the date of the reply to read a date, not the clock of this machine', () => {
    const headers = { 'retry-after': 'Sun, 01 Mar 2026 12:00:30 GMT' };

    assert.equal(new GraphRefusal(aReply(429, headers)).retryAfterMs, undefined);
  });

  it('does not need it for seconds', () => {
    assert.equal(new GraphRefusal(aReply(429, { 'retry-after': '2.5' })).retryAfterMs, 2500);
  });
});

describe('claimsChallenge', () => {
  for (const status of [401, 403]) {
    it(`decodes the claims of a ${status}`, () => {
      const encoded = Buffer.from(CLAIMS).toString('base64');

      const claims = claimsChallenge(aReply(status, { 'www-authenticate': challenge(encoded) }));

      assert.equal(claims, CLAIMS);
    });
  }

  for (const encoding of ['base64', 'base64url'] as const) {
    it(`decodes ${encoding}, with characters that differ in the two and beyond ASCII`, () => {
      const claims = '{"a":"ÿþ?>~"}';
      const encoded = Buffer.from(claims).toString(encoding);
      assert.match(encoded, encoding === 'base64' ? /[+/]/ : /[-_]/);

      const decoded = claimsChallenge(aReply(401, { 'www-authenticate': challenge(encoded) }));

      assert.equal(decoded, claims);
    });
  }

  const encoded = Buffer.from(CLAIMS).toString('base64');
  const none: readonly (readonly [what: string, status: number, header?: string])[] = [
    ['a refusal without the header', 401],
    ['another status', 400, challenge(encoded)],
    ['a reply that is no refusal', 201, challenge(encoded)],
    ['another error', 401, `Bearer error="invalid_token", claims="${encoded}"`],
    ['a challenge without claims', 401, 'Bearer error="insufficient_claims"'],
    ['empty claims', 401, challenge('')],
    ['claims that are not encoded', 401, challenge('{}')],
  ];
  for (const [what, status, header] of none) {
    it(`finds none in ${what}`, () => {
      const reply = aReply(status, header === undefined ? {} : { 'www-authenticate': header });

      assert.equal(claimsChallenge(reply), undefined);
    });
  }
});
