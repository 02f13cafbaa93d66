import assert from 'node:assert/strict';
import fc from 'fast-check';
import { FAULT_CODES, type FaultCode } from '../../src/errors.ts';
import type { Attempt } from '../../src/requests/attempts.ts';
import { DOUBT_ENDS_AFTER_MS } from '../../src/requests/policy.ts';
import {
  type Listed,
  pauseMs,
  plan,
  SEND_WITHIN_MS,
  type Setback,
  setback,
} from '../../src/requests/provision-plan.ts';
import { aRequest, later, T0 } from '../support/requests.ts';

const TIMING = { timeoutMs: 20_000, settleMs: 30_000 };
const { connector } = aRequest('provisioning');

/** The connector as Graph lists it. */
const listed = (id: string, changes: Partial<Listed> = {}): Listed => ({
  ...connector,
  id,
  status: 'connected',
  ...changes,
});

const attempt = (changes: Partial<Attempt> = {}): Attempt => ({
  id: 'a1',
  baseline: [],
  startedAt: T0,
  ...changes,
});

const unknown = attempt({ endedAt: later(1000) });
const died = attempt();
const settled = attempt({ outcome: 'settled' });
const notExecuted = attempt({ outcome: 'not-executed' });
const other = listed('other', { exchangeOrganization: 'Fabrikam' });
const ours = listed('ours');
const rival = listed('rival', { exchangeAlias: 'another' });

/** When an attempt whose process died can have no effect any more. */
const DIED_MS = SEND_WITHIN_MS + TIMING.timeoutMs + TIMING.settleMs;

describe('the plan for a request', () => {
  const table: [string, readonly Attempt[], readonly Listed[], number, string][] = [
    ['nothing was tried, nothing is there', [], [], 0, 'post'],
    ['nothing was tried, other organizations are there', [], [other], 0, 'post'],
    ['nothing was tried, its organization is there', [], [rival], 0, 'exists rival'],
    ['nothing was tried, the same connector is there', [], [ours], 0, 'exists ours'],
    ['a POST was not executed', [notExecuted], [], 0, 'post'],
    ['a POST was not executed, the same is there', [notExecuted], [ours], 0, 'exists ours'],
    ['an outcome is unknown', [unknown], [], 1000, 'wait until 31000'],
    ['an outcome is unknown to the last moment', [unknown], [other], 30_999, 'wait until 31000'],
    ['an outcome was unknown for long enough', [unknown], [], 31_000, 'post'],
    ['an outcome is unknown, and ours is there', [unknown], [other, ours], 1000, 'found ours'],
    ['an outcome is unknown, another is there', [unknown], [rival], 1000, 'wait until 31000'],
    ['the same after the window', [unknown], [rival], 31_000, 'exists rival'],
    [
      'what matches was there before',
      [attempt({ baseline: ['ours'], endedAt: later(1000) })],
      [ours],
      1000,
      'wait until 31000',
    ],
    ['a process died', [died], [], 0, `wait until ${DIED_MS}`],
    ['a process died long ago', [died], [], DIED_MS, 'post'],
    ['it was settled', [settled], [], 0, 'post'],
    ['it was settled, and ours is there after all', [settled], [ours], 0, 'found ours'],
    [
      'the last of two is unknown',
      [settled, attempt({ id: 'a2', startedAt: later(60_000), endedAt: later(61_000) })],
      [],
      61_000,
      'wait until 91000',
    ],
    [
      'the first of two is unknown for longer',
      [died, attempt({ id: 'a2', startedAt: later(10), endedAt: later(20) })],
      [],
      31_000,
      `wait until ${DIED_MS}`,
    ],
  ];
  for (const [what, attempts, list, ms, expected] of table) {
    it(`${expected}, when ${what}`, () => {
      const next = plan(connector, attempts, list, later(ms), TIMING);

      const details = {
        found: () => ('connector' in next ? ` ${next.connector.id}` : ''),
        exists: () => ('connector' in next ? ` ${next.connector.id}` : ''),
        wait: () => ('until' in next ? ` until ${next.until.getTime() - T0.getTime()}` : ''),
        post: () => '',
      };
      assert.equal(`${next.type}${details[next.type]()}`, expected);
    });
  }

  it('knows ours whatever case Graph gives it, and whatever Graph made of its status', () => {
    const given = listed('ours', {
      exchangeOrganization: 'CONTOSO',
      exchangeAlias: 'EXCHANGE',
      status: 'disconnected',
    });

    assert.equal(plan(connector, [unknown], [given], T0, TIMING).type, 'found');
  });

  for (const name of [
    'exchangeConnectorType',
    'exchangeOrganization',
    'exchangeAlias',
    'primarySmtpAddress',
  ] as const) {
    it(`does not take for ours what has another ${name}, or none`, () => {
      for (const value of ['another', undefined]) {
        const given = listed('rival', { [name]: value });

        assert.notEqual(plan(connector, [unknown], [given], T0, TIMING).type, 'found');
      }
    });
  }

  it('ignores what was not asked for', () => {
    const given = listed('ours', { serverName: 'exch01', connectorServerName: 'conn01' });

    assert.equal(plan(connector, [unknown], [given], T0, TIMING).type, 'found');
  });
});

/** What becomes of one POST, and of the process that sends it. */
interface Fate {
  readonly end: 'created' | 'not-executed' | 'unknown' | 'died before' | 'died after';
  readonly effective: boolean;
  /** Parts of the time allowed: until it is sent, until it ends, until it comes to light. */
  readonly sent: number;
  readonly took: number;
  readonly surfaces: number;
}

const part = fc.double({ min: 0, max: 0.999, noNaN: true });
const fate: fc.Arbitrary<Fate> = fc.record({
  end: fc.constantFrom('created', 'not-executed', 'unknown', 'died before', 'died after'),
  effective: fc.boolean(),
  sent: part,
  took: part,
  surfaces: part,
});
/** One run of the worker: how long after the last, and where it dies. */
interface Step {
  readonly pauseMs: number;
  readonly listMs: number;
  readonly dies: boolean;
  readonly fate: Fate;
}
const step: fc.Arbitrary<Step> = fc.record({
  pauseMs: fc.oneof(
    fc.integer({ min: 0, max: 5000 }),
    fc.integer({ min: 0, max: 80_000 }),
    fc.constant(TIMING.settleMs),
  ),
  listMs: fc.integer({ min: 0, max: TIMING.timeoutMs }),
  dies: fc.boolean(),
  fate,
});

interface Simulated {
  effects: number;
  ended: boolean;
  readonly attempts: Attempt[];
}

/** Runs workers one after the other against a Graph that behaves as badly as it may. */
function simulate(
  steps: readonly Step[],
  onPost: (attempts: readonly Attempt[], now: number) => void,
): Simulated {
  const attempts: Attempt[] = [];
  const connectors: { readonly listed: Listed; readonly visibleAt: number }[] = [];
  let now = T0.getTime();
  let effects = 0;
  for (const [i, { pauseMs: pause, listMs, dies, fate: given }] of steps.entries()) {
    now += pause;
    const lookedAt = now;
    const seen = connectors.filter((each) => each.visibleAt <= lookedAt);
    now += listMs;
    if (dies) continue;
    const list = seen.map((each) => each.listed);
    const next = plan(connector, attempts, list, new Date(lookedAt), TIMING);
    if (next.type === 'found' || next.type === 'exists') return { effects, ended: true, attempts };
    if (next.type === 'wait') continue;

    onPost(attempts, now);
    // Settled together with the end of the doubt.
    for (const [at, each] of attempts.entries()) {
      if (each.outcome === undefined) attempts[at] = { ...each, outcome: 'settled' };
    }
    const startedAt = new Date(now);
    const row = { id: `a${i}`, baseline: list.map(({ id }) => id), startedAt };
    now += given.sent * SEND_WITHIN_MS;
    const endsAt = now + given.took * TIMING.timeoutMs;
    const knownSince =
      given.end === 'died after' ? startedAt.getTime() + SEND_WITHIN_MS + TIMING.timeoutMs : endsAt;
    const effective =
      given.end === 'created' ||
      (given.effective && (given.end === 'unknown' || given.end === 'died after'));
    if (effective) {
      effects++;
      const visibleAt = now + given.surfaces * (knownSince + TIMING.settleMs - now);
      connectors.push({ listed: listed(`c${i}`), visibleAt });
    }
    if (given.end === 'died before' || given.end === 'died after') {
      attempts.push(row);
      continue;
    }
    now = endsAt;
    const endedAt = new Date(now);
    const outcome = given.end === 'unknown' ? undefined : given.end;
    attempts.push({ ...row, outcome, endedAt });
    if (given.end === 'created') return { effects, ended: true, attempts };
  }
  return { effects, ended: false, attempts };
}

describe('any history of provisioning', () => {
  const steps = fc.array(step, { maxLength: 25 });

  it('has at most one POST that takes effect', () => {
    fc.assert(
      fc.property(steps, (given) => {
        assert.ok(simulate(given, () => undefined).effects <= 1);
      }),
      { numRuns: 5000 },
    );
  });

  it('never posts while an outcome is unknown and not settled', () => {
    fc.assert(
      fc.property(steps, (given) => {
        simulate(given, (attempts, now) => {
          for (const { outcome, startedAt, endedAt } of attempts) {
            if (outcome !== undefined) continue;
            const settles = endedAt ? endedAt.getTime() + TIMING.settleMs : +startedAt + DIED_MS;
            assert.ok(now >= settles);
          }
        });
      }),
      { numRuns: 2000 },
    );
  });

  it('comes to its end when Graph does its work at last', () => {
    const calm = {
      pauseMs: DIED_MS,
      listMs: 0,
      dies: false,
      fate: { end: 'created', effective: true, sent: 0, took: 0, surfaces: 0 },
    } as const;
    fc.assert(
      fc.property(steps, (given) => {
        const { ended, effects } = simulate([...given, calm, calm], () => undefined);
        assert.deepEqual([ended, effects], [true, 1]);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a setback', () => {
  const meanings: Readonly<Record<FaultCode, Setback>> = {
    'sign-in-expired': { type: 'block', blocker: 'sign-in-required' },
    'wrong-account': { type: 'block', blocker: 'sign-in-required' },
    'consent-required': { type: 'block', blocker: 'consent-required' },
    'interaction-required': { type: 'block', blocker: 'interaction-required' },
    'blocked-by-policy': { type: 'block', blocker: 'blocked-by-policy' },
    throttled: { type: 'again' },
    'graph-unavailable': { type: 'again' },
    'sign-in-unavailable': { type: 'again' },
    'database-unavailable': { type: 'again' },
    'already-exists': { type: 'again' },
    'outcome-unknown': { type: 'unknown' },
    misconfigured: { type: 'fail' },
    'invalid-connector': { type: 'fail' },
    'not-permitted': { type: 'fail' },
    retired: { type: 'fail' },
    'not-supported': { type: 'fail' },
    'approvers-unavailable': { type: 'fail' },
    'teams-unavailable': { type: 'fail' },
    internal: { type: 'fail' },
  };
  for (const code of FAULT_CODES) {
    it(`by ${code} means ${meanings[code].type}`, () => {
      assert.deepEqual(setback(code), meanings[code]);
    });
  }

  it('may leave a connector behind for one Fault alone', () => {
    const inDoubt = FAULT_CODES.filter((code) => setback(code).type === 'unknown');

    assert.deepEqual(inDoubt, ['outcome-unknown']);
  });
});

describe('the pause before the next try', () => {
  const calm = aRequest('provisioning');
  const doubtful = aRequest('provisioning', { doubtSince: T0 });

  it('doubles from one second to one minute', () => {
    const pauses = [0, 1, 5, 6, 7].map((tries) => pauseMs(calm, tries, T0, 0.5));

    assert.deepEqual(pauses, [1000, 2000, 32_000, 60_000, 60_000]);
  });

  it('ends after eight tries', () => {
    assert.equal(pauseMs(calm, 8, T0, 0.5), undefined);
  });

  it('goes up to five minutes in doubt, and ends after a day', () => {
    assert.equal(pauseMs(doubtful, 8, T0, 0.5), 256_000);
    assert.equal(pauseMs(doubtful, 1000, later(DOUBT_ENDS_AFTER_MS - 1), 0.5), 300_000);
    assert.equal(pauseMs(doubtful, 0, later(DOUBT_ENDS_AFTER_MS), 0.5), undefined);
  });

  it('is spread by a quarter to both sides', () => {
    assert.deepEqual([pauseMs(calm, 2, T0, 0), pauseMs(calm, 2, T0, 1)], [3000, 5000]);
  });
});
