import assert from 'node:assert/strict';
import { AuthenticationError } from 'botframework-connector';
import { useFakeTimers } from 'sinon';
import { FOREIGN_TENANT_ID, TENANT_ID } from '../../sandbox/cloud/directory.ts';
import { Background } from '../../src/background.ts';
import { type ReceiveDeps, receiver } from '../../src/bot/receive.ts';
import { NATIONAL_CLOUDS } from '../../src/clouds.ts';
import { createLog } from '../../src/log.ts';

const ACTIVITY = {
  type: 'message',
  channelId: 'msteams',
  serviceUrl: 'https://smba.trafficmanager.net/emea/',
  from: { id: '29:1' },
  recipient: { id: '28:1' },
  conversation: { id: 'a:1', tenantId: TENANT_ID },
};
const never = () => new Promise<never>(() => undefined);

interface Fakes {
  readonly authenticate?: (activity: object, authorization: string) => Promise<unknown>;
  /** What botbuilder makes of the turn. */
  readonly run?: (activity: object, logic: () => Promise<void>) => Promise<unknown>;
  readonly bot?: ReceiveDeps['bot'];
}

function setUp(fakes: Fakes = {}) {
  const lines: string[] = [];
  const seen: string[] = [];
  const took: number[] = [];
  const turns: object[] = [];
  const logic = fakes.run ?? ((_, turn) => turn());
  // Of the adapter only these two are used here.
  const adapter = {
    authenticate: fakes.authenticate ?? (async () => undefined),
    run: (activity: object, turn: (context: object) => Promise<void>) => {
      turns.push(activity);
      return logic(activity, () => turn({}));
    },
  } as unknown as ReceiveDeps['adapter'];
  const receive = receiver({
    adapter,
    bot: fakes.bot ?? (async () => 'answered'),
    background: new Background(() => undefined),
    tenantId: TENANT_ID,
    cloud: NATIONAL_CLOUDS.global,
    log: createLog('info', { write: (line: string) => lines.push(line) }),
    observe: ({ type }, outcome, seconds) => {
      seen.push(`${type} ${outcome}`);
      took.push(seconds);
    },
  });
  return { receive, lines, seen, took, turns };
}

const error = (code: string, message: string) => ({ code, message });

describe('what is refused before it is a turn', () => {
  const rejecting = (reason: unknown) => ({ authenticate: () => Promise.reject(reason) });
  const refused = error('Unauthorized', 'The token is not valid.');
  const unavailable = error('Unavailable', 'Try again.');
  const foreignTenant = { conversation: { id: 'a:1', tenantId: FOREIGN_TENANT_ID } };
  const table: [string, object, Fakes, number, object, string][] = [
    ['a wrong token', {}, rejecting(new Error('wrong')), 401, refused, 'refused'],
    [
      'a token that botbuilder refuses',
      {},
      rejecting(new AuthenticationError('wrong', 401)),
      401,
      refused,
      'refused',
    ],
    [
      'a token whose keys cannot be had',
      {},
      rejecting(new AuthenticationError('no keys', 500)),
      503,
      unavailable,
      'failed',
    ],
    [
      'a token whose keys nobody could ask for',
      {},
      rejecting(Object.assign(new Error('no answer'), { name: 'FetchError' })),
      503,
      unavailable,
      'failed',
    ],
    [
      'a wrong token before a foreign tenant',
      foreignTenant,
      rejecting(new Error('wrong')),
      401,
      refused,
      'refused',
    ],
    ['a foreign tenant', foreignTenant, {}, 403, error('Forbidden', 'Foreign tenant.'), 'refused'],
    [
      'a foreign service URL',
      { serviceUrl: 'https://evil.example/' },
      {},
      403,
      error('Forbidden', 'Foreign service URL.'),
      'refused',
    ],
    [
      'what is incomplete',
      { from: undefined },
      {},
      400,
      error('BadRequest', 'The activity is incomplete.'),
      'refused',
    ],
  ];
  for (const [what, changes, fakes, status, body, outcome] of table) {
    it(`is ${what}: ${status}`, async () => {
      const { receive, seen, turns, lines } = setUp(fakes);

      const answer = await receive({ ...ACTIVITY, ...changes }, 'Bearer x');

      assert.deepEqual(answer, { status, body });
      assert.deepEqual(seen, [`message ${outcome}`]);
      assert.deepEqual(turns, []);
      if (status === 401) assert.match(lines.join(''), /wrong.*request refused/);
      if (status === 503) assert.match(lines.join(''), /no (keys|answer).*keys of Teams/);
    });
  }

  it('is what is no activity, of which nobody hears', async () => {
    const { receive, seen } = setUp({ authenticate: () => assert.fail('too late') });

    const answer = await receive({}, 'Bearer x');

    assert.equal(answer.status, 400);
    assert.deepEqual(answer.body, error('BadRequest', 'The body is no activity.'));
    assert.deepEqual(seen, []);
  });

  it('is, with an empty token, what comes without one', async () => {
    const given: string[] = [];
    const { receive } = setUp({
      authenticate: async (_, authorization) => {
        given.push(authorization);
        throw new Error('wrong');
      },
    });

    await receive(ACTIVITY, undefined);

    assert.deepEqual(given, ['']);
  });
});

describe('the answer to a turn', () => {
  it('is 200 where botbuilder has none', async () => {
    const { receive, seen, lines } = setUp();

    assert.deepEqual(await receive(ACTIVITY, 'Bearer x'), { status: 200 });
    assert.deepEqual(seen, ['message answered']);
    assert.deepEqual(lines, []);
  });

  it('is 200 also where botbuilder keeps the turn to itself', async () => {
    const { receive, seen } = setUp({ run: async () => undefined });

    assert.deepEqual(await receive(ACTIVITY, 'Bearer x'), { status: 200 });
    assert.deepEqual(seen, ['message answered']);
  });

  it("is botbuilder's, and how the turn ended is heard", async () => {
    const { receive, seen } = setUp({
      run: async (_, turn) => {
        await turn();
        return { status: 200, body: { statusCode: 400 } };
      },
      bot: async () => 'refused',
    });

    const answer = await receive(ACTIVITY, 'Bearer x');

    assert.deepEqual(answer, { status: 200, body: { statusCode: 400 } });
    assert.deepEqual(seen, ['message refused']);
  });

  it('has no delivery mode to take its place', async () => {
    const { receive, turns } = setUp();

    await receive({ ...ACTIVITY, deliveryMode: 'expectReplies' }, 'Bearer x');

    assert.deepEqual(turns, [ACTIVITY]);
  });
});

describe('a turn without an answer of its own', () => {
  const busy = 'This takes longer than usual. Nothing is lost: look again in a minute.';
  const failureDetail = 'The sign-in service took too long.';
  const table: [
    string,
    { readonly type?: string; readonly name?: string; readonly value?: object },
    object,
  ][] = [
    ['a message', {}, { status: 202 }],
    [
      'a card action',
      { type: 'invoke', name: 'adaptiveCard/action' },
      {
        status: 200,
        body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: busy },
      },
    ],
    [
      'a token exchange',
      { type: 'invoke', name: 'signin/tokenExchange', value: { id: 'x', connectionName: 'graph' } },
      { status: 412, body: { id: 'x', connectionName: 'graph', failureDetail } },
    ],
    [
      'a token exchange without a value',
      { type: 'invoke', name: 'signin/tokenExchange' },
      { status: 412, body: { id: undefined, connectionName: undefined, failureDetail } },
    ],
    ['another invoke', { type: 'invoke', name: 'signin/verifyState' }, { status: 200 }],
  ];
  for (const [what, changes, expected] of table) {
    const activity = { ...ACTIVITY, ...changes };
    const { type } = activity;

    it(`is answered for when it fails: ${what}`, async () => {
      const { receive, seen, lines } = setUp({ run: () => Promise.reject(new Error('broken')) });

      assert.deepEqual(await receive(activity, 'Bearer x'), expected);
      assert.deepEqual(seen, [`${type} failed`]);
      assert.match(lines.join(''), /broken.*turn failed without an answer/);
    });

    it(`is answered for after 7 s, and not before: ${what}`, async () => {
      const timers = useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
      try {
        const { receive, seen, lines } = setUp({ run: never });
        const answer = receive(activity, 'Bearer x');

        await timers.tickAsync(6999);
        assert.deepEqual(seen, []);
        await timers.tickAsync(1);

        assert.deepEqual(await answer, expected);
        assert.deepEqual(seen, [`${type} late`]);
        const [line = '{}'] = lines;
        const { kind, invoke, msg } = JSON.parse(line);
        assert.deepEqual([kind, invoke, msg], [type, changes.name, 'turn takes long']);
      } finally {
        timers.restore();
      }
    });
  }

  it('counts the time that the authentication took', async () => {
    const timers = useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    try {
      const slow = async () => {
        await new Promise((resolve) => setTimeout(resolve, 4000));
        return 'teams';
      };
      const { receive, seen, took } = setUp({ authenticate: slow, run: never });
      await timers.tickAsync(3000);
      const answer = receive(ACTIVITY, 'Bearer x');

      await timers.tickAsync(6999);
      assert.deepEqual(seen, []);
      await timers.tickAsync(1);

      assert.deepEqual(await answer, { status: 202 });
      assert.deepEqual([seen, took], [['message late'], [7]]);
    } finally {
      timers.restore();
    }
  });

  it('is none where the keys do not come within 5 s', async () => {
    const timers = useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    try {
      const { receive, seen } = setUp({ authenticate: never });
      const answer = receive(ACTIVITY, 'Bearer x');

      await timers.tickAsync(4999);
      assert.deepEqual(seen, []);
      await timers.tickAsync(1);

      assert.equal((await answer).status, 503);
      assert.deepEqual(seen, ['message failed']);
    } finally {
      timers.restore();
    }
  });
});
