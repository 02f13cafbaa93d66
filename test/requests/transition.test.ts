import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DOUBT_ENDS_AFTER_MS, type Policy, policyFor } from '../../src/requests/policy.ts';
import type { Event, Outcome, Refusal, Request } from '../../src/requests/request.ts';
import { begin, reminder, transition } from '../../src/requests/transition.ts';
import { ADELE, ALEX, aPolicy, aRequest, later, MEGAN, T0 } from '../support/requests.ts';

const approval = (changes: Partial<Extract<Event, { type: 'approve' }>> = {}): Event => ({
  type: 'approve',
  by: MEGAN,
  at: T0,
  mayDecide: true,
  ...changes,
});

const EVENTS: { readonly [T in Event['type']]: Event } = {
  approve: approval(),
  reject: { type: 'reject', by: MEGAN, at: T0, mayDecide: true, comment: 'no' },
  cancel: { type: 'cancel', by: ALEX, at: T0 },
  expire: { type: 'expire', at: later(3_600_000) },
  block: { type: 'block', at: T0, blocker: 'consent-required', reference: 'ref-1' },
  complete: { type: 'complete', by: ALEX, at: T0 },
  doubt: { type: 'doubt', at: T0 },
  'clear-doubt': { type: 'clear-doubt', at: T0 },
  create: { type: 'create', at: T0, created: { id: 'c1', status: 'none' } },
  fail: { type: 'fail', at: T0, fault: 'not-permitted', reference: 'ref-1' },
  retry: { type: 'retry', by: ALEX, at: T0 },
};

/** Where each event leads; what is not listed is refused. */
const LEADS: {
  readonly [S in Request['status']]: Partial<Record<Event['type'], Request['status']>>;
} = {
  waiting: {
    approve: 'provisioning',
    reject: 'rejected',
    cancel: 'cancelled',
    expire: 'expired',
  },
  provisioning: {
    block: 'blocked',
    doubt: 'provisioning',
    'clear-doubt': 'provisioning',
    create: 'created',
    fail: 'failed',
  },
  blocked: { cancel: 'cancelled', expire: 'expired', complete: 'provisioning' },
  failed: { retry: 'provisioning' },
  created: {},
  rejected: {},
  cancelled: {},
  expired: {},
};

/** What people are told about who comes too late, and the program about itself. */
const tooLate = (type: Event['type']): Refusal =>
  type === 'approve' || type === 'reject' || type === 'cancel' ? 'already-decided' : 'not-now';

const refusal = (outcome: Outcome): Refusal | undefined =>
  outcome.ok ? undefined : outcome.refusal;

describe('the beginning of a request', () => {
  const { status: _, expiresAt: __, approvals: ___, ...asked } = aRequest('waiting');

  it('waits for approval where the policy asks for it, and plans its end and a reminder', () => {
    const rules = aPolicy({ expiresAfterMs: 10_000, remindsAfterMs: 4000 });

    const { request, effects } = begin({ ...asked, policy: rules });

    assert.deepEqual(request, {
      ...asked,
      policy: rules,
      approvals: [],
      status: 'waiting',
      expiresAt: later(10_000),
    });
    assert.deepEqual(effects, [
      { job: 'publish' },
      { job: 'expire', at: later(10_000) },
      { job: 'remind', at: later(4000), round: 1 },
    ]);
  });

  it('plans no reminder where none is wanted', () => {
    const { effects } = begin(asked);

    assert.ok(effects.every(({ job }) => job !== 'remind'));
  });

  it('goes to work at once where no approval is asked for, for the requester', () => {
    const rules = aPolicy({ approvalsNeeded: 0, remindsAfterMs: 4000 });

    const { request, effects } = begin({ ...asked, policy: rules });

    assert.ok(request.status === 'provisioning');
    assert.deepEqual([request.executor, request.approvals], [ALEX, []]);
    assert.deepEqual(effects, [{ job: 'provision' }, { job: 'publish', at: later(1000) }]);
  });
});

describe('a reminder', () => {
  it('keeps its time, however late the one before came', () => {
    assert.deepEqual(reminder(4000, T0, 2, later(5000)), [
      { job: 'remind', at: later(8000), round: 2 },
    ]);
  });

  it('does not come upon another after a standstill', () => {
    assert.deepEqual(reminder(4000, T0, 2, later(60_000)), [
      { job: 'remind', at: later(62_000), round: 2 },
    ]);
  });

  it('does not come where none is wanted', () => {
    assert.deepEqual(reminder(undefined, T0, 1, T0), []);
  });
});

describe('the transition of a request', () => {
  for (const status of Object.keys(LEADS) as Request['status'][]) {
    for (const event of Object.values(EVENTS)) {
      const expected = LEADS[status][event.type];
      it(`${status}: ${event.type} ${expected ? `leads to ${expected}` : 'is refused'}`, () => {
        const outcome = transition(aRequest(status), event);

        assert.equal(outcome.ok ? outcome.request.status : undefined, expected);
        assert.equal(refusal(outcome), expected ? undefined : tooLate(event.type));
      });
    }
  }

  const refused: [string, Request, Event, Refusal][] = [
    ['approval by the requester', aRequest('waiting'), approval({ by: ALEX }), 'own-request'],
    [
      'approval by somebody else',
      aRequest('waiting'),
      approval({ mayDecide: false }),
      'not-an-approver',
    ],
    [
      'a second approval by the same person',
      aRequest('waiting', {
        policy: aPolicy({ approvalsNeeded: 2 }),
        approvals: [{ by: MEGAN, at: T0 }],
      }),
      approval(),
      'already-approved',
    ],
    [
      'approval at the moment it expires',
      aRequest('waiting'),
      approval({ at: later(3_600_000) }),
      'already-decided',
    ],
    [
      'rejection by somebody else',
      aRequest('waiting'),
      { type: 'reject', by: ADELE, at: T0, mayDecide: false },
      'not-an-approver',
    ],
    [
      'cancelling by an approver',
      aRequest('waiting'),
      { type: 'cancel', by: MEGAN, at: T0 },
      'not-yours',
    ],
    [
      'expiring too early',
      aRequest('waiting'),
      { type: 'expire', at: later(3_599_999) },
      'not-due',
    ],
    [
      'completing by another than the executor',
      aRequest('blocked', { executor: MEGAN }),
      { type: 'complete', by: ALEX, at: T0 },
      'not-yours',
    ],
    [
      'cancelling while the outcome is in doubt',
      aRequest('blocked', { doubtSince: T0 }),
      { type: 'cancel', by: ALEX, at: T0 },
      'in-doubt',
    ],
    [
      'expiring while the outcome is in doubt',
      aRequest('blocked', { doubtSince: T0 }),
      { type: 'expire', at: later(3_600_000) },
      'in-doubt',
    ],
    [
      'failing within a day of doubt',
      aRequest('provisioning', { doubtSince: T0 }),
      {
        type: 'fail',
        at: later(DOUBT_ENDS_AFTER_MS - 1),
        fault: 'outcome-unknown',
        reference: 'ref-1',
      },
      'in-doubt',
    ],
    [
      'retrying by somebody else',
      aRequest('failed'),
      { type: 'retry', by: ADELE, at: T0 },
      'not-yours',
    ],
  ];
  for (const [what, request, event, expected] of refused) {
    it(`refuses ${what}: ${expected}`, () => {
      assert.equal(refusal(transition(request, event)), expected);
    });
  }

  it('lets a requester approve where the policy says so', () => {
    const request = aRequest('waiting', { policy: aPolicy({ selfApproval: true }) });

    const outcome = transition(request, approval({ by: ALEX }));

    assert.equal(outcome.ok && outcome.request.status, 'provisioning');
  });

  it('keeps the requester the executor where the policy does not say otherwise', () => {
    const outcome = transition(aRequest('waiting'), approval({ by: ADELE }));

    assert.ok(outcome.ok && outcome.request.status === 'provisioning');
    assert.deepEqual(outcome.request.executor, ALEX);
  });

  it('makes the last approver the executor where the policy says so', () => {
    const policy = aPolicy({ approvalsNeeded: 2, provisionAs: 'approver' });
    const request = aRequest('waiting', { policy, approvals: [{ by: MEGAN, at: T0 }] });

    const outcome = transition(request, approval({ by: ADELE }));

    assert.ok(outcome.ok && outcome.request.status === 'provisioning');
    assert.deepEqual(outcome.request.executor, ADELE);
  });

  it('stays waiting until the last approval, and shows the first', () => {
    const request = aRequest('waiting', { policy: aPolicy({ approvalsNeeded: 2 }) });

    const outcome = transition(request, approval({ comment: 'fine' }));

    assert.ok(outcome.ok && outcome.request.status === 'waiting');
    assert.deepEqual(outcome.request.approvals, [{ by: MEGAN, at: T0, comment: 'fine' }]);
    assert.deepEqual(outcome.request.expiresAt, request.expiresAt);
    assert.deepEqual(outcome.effects, [{ job: 'publish' }]);
  });

  it('keeps, on what is blocked, why, until when, and under which reference', () => {
    const at = later(5000);
    const event = { type: 'block', at, blocker: 'consent-required', reference: 'ref-9' } as const;

    const outcome = transition(aRequest('provisioning'), event);

    assert.ok(outcome.ok && outcome.request.status === 'blocked');
    const { blocker, reference, expiresAt } = outcome.request;
    assert.deepEqual(
      [blocker, reference, expiresAt],
      ['consent-required', 'ref-9', later(3_605_000)],
    );
    assert.deepEqual(outcome.effects, [
      { job: 'publish' },
      { job: 'expire', at: later(3_605_000) },
    ]);
  });

  it('keeps, on what is rejected or cancelled, who did it, when and why', () => {
    const decision = { by: ADELE, at: later(5), comment: 'too late' };
    const waiting = aRequest('waiting', {
      requestedBy: ADELE,
      policy: aPolicy({ selfApproval: true }),
    });

    const rejected = transition(waiting, { type: 'reject', mayDecide: true, ...decision });
    const cancelled = transition(waiting, { type: 'cancel', ...decision });

    assert.ok(rejected.ok && rejected.request.status === 'rejected');
    assert.deepEqual(rejected.request.rejection, decision);
    assert.ok(cancelled.ok && cancelled.request.status === 'cancelled');
    assert.deepEqual(cancelled.request.cancellation, decision);
  });

  it('keeps, on what has failed, why, under which reference, and what is there already', () => {
    const outcome = transition(aRequest('provisioning'), {
      type: 'fail',
      at: later(5000),
      fault: 'already-exists',
      reference: 'ref-9',
      existing: 'c9',
    });

    assert.ok(outcome.ok && outcome.request.status === 'failed');
    const { fault, failedAt, reference, existing } = outcome.request;
    assert.deepEqual(
      [fault, failedAt, reference, existing],
      ['already-exists', later(5000), 'ref-9', 'c9'],
    );
  });

  it('forgets what was wrong when it goes back to work, but not the doubt', () => {
    const failed = aRequest('failed', { existing: 'c9', doubtSince: T0 });
    const blocked = aRequest('blocked', { doubtSince: T0 });
    const at = later(5000);

    for (const [outcome, doubtSince] of [
      [transition(failed, { type: 'retry', by: ALEX, at }), at],
      [transition(blocked, { type: 'complete', by: ALEX, at }), T0],
    ] as const) {
      assert.ok(outcome.ok);
      assert.deepEqual(
        JSON.parse(JSON.stringify(outcome.request)),
        JSON.parse(JSON.stringify(aRequest('provisioning', { doubtSince }))),
      );
      assert.deepEqual(outcome.effects, [
        { job: 'provision' },
        { job: 'publish', at: later(6000) },
      ]);
    }
  });

  it('leaves doubt without anybody being told or sent to work', () => {
    const outcome = transition(aRequest('provisioning', { doubtSince: T0 }), EVENTS['clear-doubt']);

    assert.ok(outcome.ok && outcome.request.status === 'provisioning');
    assert.deepEqual([outcome.request.doubtSince, outcome.effects], [undefined, []]);
  });

  it('has no doubt left once the connector is known', () => {
    const outcome = transition(aRequest('provisioning', { doubtSince: T0 }), EVENTS.create);

    assert.ok(outcome.ok && outcome.request.status === 'created');
    assert.equal(outcome.request.doubtSince, undefined);
  });

  it('lets the executor of a failed request retry it', () => {
    const request = aRequest('failed', { executor: MEGAN });

    const outcome = transition(request, { type: 'retry', by: MEGAN, at: T0 });

    assert.ok(outcome.ok && outcome.request.status === 'provisioning');
    assert.deepEqual(outcome.request.executor, MEGAN);
  });

  it('lets the executor of a blocked request cancel it', () => {
    const request = aRequest('blocked', { executor: MEGAN });

    const outcome = transition(request, { type: 'cancel', by: MEGAN, at: T0 });

    assert.equal(outcome.ok && outcome.request.status, 'cancelled');
  });

  it('keeps the first moment of doubt', () => {
    const request = aRequest('provisioning', { doubtSince: T0 });

    const outcome = transition(request, { type: 'doubt', at: later(1000) });

    assert.deepEqual(
      outcome.ok && 'doubtSince' in outcome.request && outcome.request.doubtSince,
      T0,
    );
  });

  it('ends a day of doubt', () => {
    const request = aRequest('provisioning', { doubtSince: T0 });
    const at = later(DOUBT_ENDS_AFTER_MS);

    const outcome = transition(request, {
      type: 'fail',
      at,
      fault: 'outcome-unknown',
      reference: 'ref-1',
    });

    assert.equal(outcome.ok && outcome.request.status, 'failed');
  });
});

const person = fc.constantFrom(ALEX, MEGAN, ADELE, { id: 'lynne', name: 'Lynne Robbins' });
const at = fc.integer({ min: 0, max: 2 * DOUBT_ENDS_AFTER_MS }).map(later);
const event: fc.Arbitrary<Event> = fc.oneof(
  ...Object.values(EVENTS).map((given) =>
    fc.record({ by: person, at, mayDecide: fc.boolean() }).map(({ by, at: when, mayDecide }) => ({
      ...given,
      at: when,
      ...('by' in given && { by }),
      ...('mayDecide' in given && { mayDecide }),
    })),
  ),
);
const policy: fc.Arbitrary<Policy> = fc.record({
  approvalsNeeded: fc.integer({ min: 1, max: 3 }),
  selfApproval: fc.boolean(),
  provisionAs: fc.constantFrom('requester', 'approver'),
  expiresAfterMs: fc.integer({ min: 1000, max: DOUBT_ENDS_AFTER_MS }),
});

/** Every state that a history goes through, with the event that led there. */
function* history(start: Request, events: readonly Event[]) {
  let request = start;
  for (const happening of events) {
    const outcome = transition(request, happening);
    if (outcome.ok) {
      yield { before: request, happening, request: outcome.request };
      request = outcome.request;
    }
  }
}

describe('any history of a request', () => {
  const histories = (check: (steps: ReturnType<typeof history>) => void) =>
    fc.assert(
      fc.property(policy, fc.array(event, { maxLength: 30 }), (rules, events) =>
        check(history(aRequest('waiting', { policy: rules }), events)),
      ),
      { numRuns: 3000 },
    );

  it('provisions only with the needed approvals, by distinct people who may decide', () => {
    histories((steps) => {
      const mayDecide = new Set<string>();
      for (const { happening, request } of steps) {
        if (happening.type === 'approve' && happening.mayDecide) mayDecide.add(happening.by.id);
        if (!('executor' in request)) continue;
        const people = request.approvals.map(({ by }) => by.id);
        assert.equal(new Set(people).size, people.length);
        assert.ok(people.length >= request.policy.approvalsNeeded);
        assert.ok(people.every((id) => mayDecide.has(id)));
        assert.ok(request.policy.selfApproval || !people.includes(ALEX.id));
      }
    });
  });

  it('ends where it ends', () => {
    const final = new Set<string>(['created', 'rejected', 'cancelled', 'expired']);
    histories((steps) => {
      for (const { before } of steps) assert.ok(!final.has(before.status), before.status);
    });
  });

  it('ends after a day of doubt what nobody can look for without its executor', () => {
    const doubted = aRequest('provisioning', { doubtSince: T0 });
    const blocked = transition(doubted, {
      type: 'block',
      at: later(1000),
      blocker: 'sign-in-required',
      reference: 'ref-1',
    });
    assert.ok(blocked.ok);

    const early = transition(blocked.request, {
      type: 'expire',
      at: later(DOUBT_ENDS_AFTER_MS - 1),
    });
    const ended = transition(blocked.request, { type: 'expire', at: later(DOUBT_ENDS_AFTER_MS) });

    assert.ok(!early.ok);
    assert.ok(ended.ok && ended.request.status === 'failed');
    assert.equal(ended.request.fault, 'outcome-unknown');
    assert.deepEqual(
      blocked.effects.filter(({ job }) => job === 'expire'),
      [{ job: 'expire', at: later(DOUBT_ENDS_AFTER_MS) }],
    );
  });

  it('gives who tries again after a day of doubt the time to look', () => {
    const failed = aRequest('failed', { doubtSince: T0 });

    const outcome = transition(failed, { type: 'retry', by: ALEX, at: later(DOUBT_ENDS_AFTER_MS) });

    assert.ok(outcome.ok && outcome.request.status === 'provisioning');
    assert.deepEqual(outcome.request.doubtSince, later(DOUBT_ENDS_AFTER_MS));
  });

  it('neither cancels nor expires what is in doubt', () => {
    histories((steps) => {
      for (const { before, request } of steps) {
        if (request.status !== 'cancelled' && request.status !== 'expired') continue;
        assert.ok(!('doubtSince' in before) || before.doubtSince === undefined);
      }
    });
  });

  it('never changes what was asked for, by whom, and under which rules', () => {
    histories((steps) => {
      for (const { before, request } of steps) {
        for (const name of ['id', 'number', 'requestedBy', 'connector', 'policy'] as const) {
          assert.equal(request[name], before[name]);
        }
        assert.deepEqual(request.approvals.slice(0, before.approvals.length), before.approvals);
      }
    });
  });

  it('shows every change: whatever is accepted is published, except a cleared doubt', () => {
    histories((steps) => {
      for (const { before, happening } of steps) {
        const outcome = transition(before, happening);
        const published = outcome.ok && outcome.effects.some(({ job }) => job === 'publish');
        assert.equal(published, happening.type !== 'clear-doubt');
      }
    });
  });

  it('starts work whenever it comes to provisioning, and only then', () => {
    histories((steps) => {
      for (const { before, happening, request } of steps) {
        const outcome = transition(before, happening);
        const works = outcome.ok && outcome.effects.some(({ job }) => job === 'provision');
        assert.equal(works, before.status !== 'provisioning' && request.status === 'provisioning');
      }
    });
  });
});

describe('the policy of a request', () => {
  const settings = { ...aPolicy({ approvalsNeeded: 2, provisionAs: 'approver' }) };
  const table = [
    ['channels', 'personal', 0],
    ['channels', 'group', 2],
    ['channels', 'channel', 2],
    ['always', 'personal', 2],
    ['never', 'channel', 0],
  ] as const;
  for (const [approval_, chat, needed] of table) {
    it(`asks for ${needed} approvals in a ${chat} chat with APPROVAL=${approval_}`, () => {
      const given = policyFor({ ...settings, approval: approval_ }, chat);

      assert.equal(given.approvalsNeeded, needed);
      assert.equal(given.provisionAs, needed === 0 ? 'requester' : 'approver');
    });
  }
});
