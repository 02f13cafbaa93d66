import assert from 'node:assert/strict';
import { BOT_APP_ID, FOREIGN_TENANT_ID, PEOPLE, TENANT_ID } from '../../sandbox/cloud/directory.ts';
import { Assertions } from '../../src/bot/assertions.ts';
import type { ChatPerson } from '../../src/bot/turn.ts';
import { Fault, type FaultCode } from '../../src/errors.ts';

const ALEX: ChatPerson = { id: PEOPLE.alex.aadObjectId, name: 'Alex', mri: '29:1alex' };
const MEGAN: ChatPerson = { id: PEOPLE.megan.aadObjectId, name: 'Megan', mri: '29:1megan' };

const OWN = { oid: ALEX.id, tid: TENANT_ID, aud: `api://botid-${BOT_APP_ID}` };

/** Nobody checks the signature before Entra does. */
const jwt = (claims: unknown): string =>
  `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.signature`;

/** A token service that keeps what it is given, and whatever a client redeems. */
function setUp(kept?: string) {
  const clock = { at: 0 };
  const calls: string[] = [];
  const tokens = {
    connection: 'graph',
    find: async ({ mri }: ChatPerson) => {
      calls.push(`find ${mri}`);
      return kept;
    },
    exchange: async ({ mri }: ChatPerson, token: string) => {
      calls.push(`exchange ${mri}`);
      return token === 'bad' ? undefined : token;
    },
    redeem: async ({ mri }: ChatPerson, code: string) => {
      calls.push(`redeem ${mri}`);
      return code === '000000' ? undefined : kept;
    },
    forget: async ({ mri }: ChatPerson) => {
      calls.push(`forget ${mri}`);
    },
    signInCard: () => Promise.reject(new Error('not asked for')),
  };
  const now = () => new Date(clock.at);
  const deps = { tokens, tenantId: TENANT_ID, appId: BOT_APP_ID, now };
  return { clock, calls, assertions: new Assertions(deps) };
}

const isFault = (code: FaultCode, words: RegExp) => (error: unknown) =>
  error instanceof Fault && error.code === code && words.test(String(error.cause));

describe("a person's assertion", () => {
  for (const [what, claims] of [
    ['as Entra writes it', OWN],
    ['with the app id alone as its audience', { ...OWN, aud: BOT_APP_ID }],
    [
      'whatever the case of its ids',
      { oid: ALEX.id.toUpperCase(), tid: TENANT_ID.toUpperCase(), aud: OWN.aud.toUpperCase() },
    ],
  ] as const) {
    it(`is taken ${what}`, async () => {
      const { assertions, calls } = setUp(jwt(claims));

      assert.equal(await assertions.find(ALEX), jwt(claims));
      assert.deepEqual(calls, ['find 29:1alex']);
    });
  }

  it('is taken whatever the case in which person and tenant are known', async () => {
    const { assertions } = setUp(jwt(OWN));

    const found = await assertions.find({ ...ALEX, id: ALEX.id.toUpperCase() });

    assert.equal(found, jwt(OWN));
  });

  it('is missing until the person signs in', async () => {
    const { assertions, calls } = setUp();

    assert.equal(await assertions.find(ALEX), undefined);
    assert.deepEqual(calls, ['find 29:1alex']);
  });

  const foreign: [string, string][] = [
    ['of another person', jwt({ ...OWN, oid: MEGAN.id })],
    ['of another tenant', jwt({ ...OWN, tid: FOREIGN_TENANT_ID })],
    ['without a person', jwt({ ...OWN, oid: undefined })],
    ['without a tenant', jwt({ ...OWN, tid: undefined })],
    ['without an audience', jwt({ ...OWN, aud: undefined })],
    ['with a list as its audience', jwt({ ...OWN, aud: [OWN.aud] })],
    ['without claims', jwt(null)],
    ['that is no token', 'nonsense'],
    ['that is no JSON', 'e30.e30x.signature'],
    ['that is empty', ''],
  ];
  for (const [what, assertion] of foreign) {
    it(`is refused and forgotten when it is one ${what}`, async () => {
      const { assertions, calls } = setUp(assertion);

      await assert.rejects(assertions.find(ALEX), isFault('wrong-account', /another account/));

      assert.deepEqual(calls, ['find 29:1alex', 'forget 29:1alex']);
    });
  }

  it("is refused as the operator's mistake when it is for another app, and kept", async () => {
    const { assertions, calls } = setUp(jwt({ ...OWN, oid: MEGAN.id, aud: 'api://another' }));

    await assert.rejects(assertions.find(ALEX), isFault('misconfigured', /api:\/\/another/));

    assert.deepEqual(calls, ['find 29:1alex']);
  });

  it('is forgotten when the person wants it', async () => {
    const { assertions, calls } = setUp();

    await assertions.forget(ALEX);

    assert.deepEqual(calls, ['forget 29:1alex']);
  });
});

describe('what a client brings as proof of a sign-in', () => {
  const table = [
    ['a token', { type: 'token', token: jwt(OWN) }, 'exchange', jwt(OWN)],
    ['a token that Entra refuses', { type: 'token', token: 'bad' }, 'exchange', undefined],
    ['a code', { type: 'code', code: '123456' }, 'redeem', jwt(OWN)],
    ['a wrong code', { type: 'code', code: '000000' }, 'redeem', undefined],
  ] as const;
  for (const [what, proof, call, expected] of table) {
    it(`is ${what}: ${expected ? 'redeemed' : 'worth nothing'}`, async () => {
      const { assertions, calls } = setUp(jwt(OWN));

      assert.equal(await assertions.prove(ALEX, proof), expected);
      assert.deepEqual(calls, [`${call} 29:1alex`]);
    });
  }

  it("proves nothing when it is somebody else's", async () => {
    const { assertions, calls } = setUp();
    const token = jwt({ ...OWN, oid: MEGAN.id });

    await assert.rejects(
      assertions.prove(ALEX, { type: 'token', token }),
      isFault('wrong-account', /another account/),
    );

    assert.deepEqual(calls, ['exchange 29:1alex', 'forget 29:1alex']);
  });
});

describe('an assertion that a click hands on to its work', () => {
  it('is taken once; afterwards the token service is asked', async () => {
    const { assertions, calls } = setUp(jwt(OWN));
    assertions.handOn('r1', 'handed on');

    const taken = [await assertions.take('r1', ALEX), await assertions.take('r1', ALEX)];

    assert.deepEqual(taken, ['handed on', jwt(OWN)]);
    assert.deepEqual(calls, ['find 29:1alex']);
  });

  it('is for that work alone', async () => {
    const { assertions } = setUp(jwt(OWN));
    assertions.handOn('r1', 'handed on');

    assert.equal(await assertions.take('r2', ALEX), jwt(OWN));
  });

  for (const [at, expected] of [
    [59_999, 'handed on'],
    [60_000, jwt(OWN)],
  ] as const) {
    it(`is ${expected === 'handed on' ? 'good' : 'too old'} after ${at} ms`, async () => {
      const { assertions, clock } = setUp(jwt(OWN));
      assertions.handOn('r1', 'handed on');
      clock.at = at;

      assert.equal(await assertions.take('r1', ALEX), expected);
    });
  }

  it('is dropped rather than that a thousand are kept', async () => {
    const { assertions } = setUp(jwt(OWN));
    for (let i = 0; i < 1000; i += 1) assertions.handOn(`r${i}`, `handed on ${i}`);

    const before = await assertions.take('r0', ALEX);
    assertions.handOn('r0', 'handed on 0');
    assertions.handOn('r1000', 'handed on 1000');

    assert.equal(before, 'handed on 0');
    assert.equal(await assertions.take('r1', ALEX), jwt(OWN));
    assert.equal(await assertions.take('r1000', ALEX), 'handed on 1000');
  });
});
