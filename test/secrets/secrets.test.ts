import assert from 'node:assert/strict';
import { SETUPS, type Setup } from './setups.ts';
import { TYPED } from './stage.ts';
import { type Piece, type Told, tell } from './told.ts';

const JWT = /eyJ[\w-]+\.eyJ[\w-]+/;
const BEARER = /Bearer ([\w.-]+)/g;

/** Six digits that stand for themselves: no part of a number, a time or an id. */
const alone = (code: string) => new RegExp(`(?<![\\w.-])${code}(?![\\w-])`);

/** What must have happened for the rest to mean anything. */
const EVENTS = [
  'ask',
  'approve',
  'reject',
  'cancel',
  'block',
  'complete',
  'fail',
  'retry',
  'create',
];

/** The names of the pieces in which one of these is found; never what they say. */
const among = (pieces: readonly Piece[], wanted: readonly (string | RegExp)[]): readonly string[] =>
  pieces
    .filter(({ text }) =>
      wanted.some((each) => (typeof each === 'string' ? text.includes(each) : each.test(text))),
    )
    .map(({ name }) => name);

for (const [name, prepare] of Object.entries(SETUPS)) {
  describe(`the whole journey at LOG_LEVEL=trace, with ${name}`, () => {
    let setup: Setup;
    let told: Told;
    before(async function () {
      this.timeout(240_000);
      setup = await prepare();
      told = await tell(setup);
    });
    after(() => setup.remove());

    it('is whole, and leaves its traces where they belong', () => {
      const { logged, said, stored, travelled, tokens, codes } = told;

      const entries = stored.filter(({ name }) => name === 'public.audit.entry');
      for (const event of EVENTS)
        assert.ok(among(entries, [`"type":"${event}"`]).length > 0, event);
      assert.ok(among(logged, ['"level":10']).length > 0);
      assert.ok(among(logged, ['Graph answered 400']).length > 0);
      assert.ok(among(said, [TYPED]).length > 0);
      const kept = new Set(among(stored, [TYPED]));
      for (const table of ['request.document', 'audit.entry', 'waiting_action.data']) {
        assert.ok(kept.has(`public.${table}`), table);
      }
      assert.ok(kept.has('kept.rows.written'));
      assert.ok(stored.some(({ name }) => name.startsWith('pgboss.job')));
      const proof = setup.certificate ? 'client_assertion' : setup.secrets['the client secret'];
      assert.ok(proof && travelled.includes(proof));
      for (const code of codes) assert.match(travelled, alone(code));
      const sent = [...travelled.matchAll(BEARER)].map(([, token = '']) => token);
      assert.ok(sent.length > 100 && sent.every((token) => JWT.test(token)));
      assert.ok(sent.every((token) => tokens.includes(token)));
    });

    for (const where of ['logged', 'said', 'stored'] as const) {
      it(`leaves no token among what is ${where}`, () => {
        assert.deepEqual(among(told[where], [...told.tokens, JWT, 'Bearer ']), []);
      });

      it(`leaves no secret and no sign-in code among what is ${where}`, () => {
        const kept = [...Object.values(setup.secrets), ...told.codes.map(alone)];

        assert.deepEqual(among(told[where], kept), []);
      });
    }

    it('leaves nothing in the log that anybody typed', () => {
      assert.deepEqual(among(told.logged, [TYPED]), []);
    });
  });
}
