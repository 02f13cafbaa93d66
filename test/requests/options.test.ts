import assert from 'node:assert/strict';
import fc from 'fast-check';
import { actors, type Option, optionsFor, undecided } from '../../src/requests/options.ts';
import type { Event, Request } from '../../src/requests/request.ts';
import { transition } from '../../src/requests/transition.ts';
import { ADELE, ALEX, aPolicy, aRequest, later, MEGAN, T0 } from '../support/requests.ts';
import { anyRequest, PEOPLE } from './arbitraries.ts';

/** In the order in which cards show them. */
const OPTIONS = ['approve', 'reject', 'complete', 'cancel', 'retry'] as const;

/** The event that taking an option becomes, before anything has expired. */
const taking = (option: Option, by: (typeof PEOPLE)[number], mayDecide: boolean): Event =>
  option === 'approve' || option === 'reject'
    ? { type: option, by, at: later(-1), mayDecide }
    : { type: option, by, at: later(-1) };

describe('the options of a person', () => {
  it('are those that the transition accepts, and no others', () => {
    fc.assert(
      fc.property(
        anyRequest,
        fc.constantFrom(...PEOPLE),
        fc.boolean(),
        (request, person, mayDecide) => {
          const offered = optionsFor(request, { id: person.id, mayDecide });

          const accepted = OPTIONS.filter(
            (option) => transition(request, taking(option, person, mayDecide)).ok,
          );
          assert.deepEqual(offered, accepted);
        },
      ),
      { numRuns: 5000 },
    );
  });

  const table: [string, Request, string, boolean, readonly Option[]][] = [
    ['an approver', aRequest('waiting'), MEGAN.id, true, ['approve', 'reject']],
    ['the requester', aRequest('waiting'), ALEX.id, true, ['cancel']],
    ['anybody', aRequest('waiting'), ADELE.id, false, []],
    ['the executor', aRequest('blocked'), ALEX.id, false, ['complete', 'cancel']],
    [
      'the executor in doubt',
      aRequest('blocked', { doubtSince: T0 }),
      ALEX.id,
      false,
      ['complete'],
    ],
    ['the requester', aRequest('failed', { executor: MEGAN }), ALEX.id, false, ['retry']],
  ];
  for (const [who, request, id, mayDecide, expected] of table) {
    it(`of ${who} on a ${request.status} request: ${expected.join(', ') || 'none'}`, () => {
      assert.deepEqual(optionsFor(request, { id, mayDecide }), expected);
    });
  }
});

describe('those whose decision is awaited', () => {
  it('are the approvers who have not decided, without the requester', () => {
    const request = aRequest('waiting', {
      policy: aPolicy({ approvalsNeeded: 2 }),
      approvals: [{ by: MEGAN, at: T0 }],
    });

    assert.deepEqual(undecided(request, [ALEX, MEGAN, ADELE]), [ADELE]);
  });

  it('are nobody once it is decided', () => {
    assert.deepEqual(undecided(aRequest('provisioning'), [MEGAN, ADELE]), []);
  });
});

describe('those who can do something about a request', () => {
  it('are each named once, as they were first', () => {
    const request = aRequest('waiting', { policy: aPolicy({ selfApproval: true }) });
    const asApprover = { ...ALEX, name: 'Alex W.' };

    assert.deepEqual(actors(request, [asApprover, MEGAN, MEGAN]), [ALEX, MEGAN]);
  });

  it('are the executor and the requester of what is blocked, not its approvers', () => {
    const request = aRequest('blocked', { executor: MEGAN });

    assert.deepEqual(actors(request, [ADELE, MEGAN]), [ALEX, MEGAN]);
  });

  it('are the executor of what has failed, also one who is no approver any more', () => {
    assert.deepEqual(actors(aRequest('failed', { executor: MEGAN }), []), [ALEX, MEGAN]);
  });

  it('are nobody when it is done', () => {
    assert.deepEqual(actors(aRequest('created'), [MEGAN]), []);
  });
});
