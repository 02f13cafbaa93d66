import assert from 'node:assert/strict';
import { isSeen } from '../../src/bot/tell-requester.ts';
import type { Entry } from '../../src/requests/history.ts';
import { ALEX, later, MEGAN, T0 } from '../support/requests.ts';

const ask: Entry = { type: 'ask', at: T0, by: ALEX };
const approve: Entry = { type: 'approve', at: later(60_000), by: MEGAN };

const CASES: readonly (readonly [what: string, history: readonly Entry[], seen: boolean])[] = [
  ['created at once', [ask, { type: 'create', at: later(500) }], true],
  ['created while nobody waits any more', [ask, { type: 'create', at: later(4000) }], false],
  ['created after an approval', [ask, approve, { type: 'create', at: later(60_500) }], false],
  ['cancelled by the requester', [ask, { type: 'cancel', at: later(9000), by: ALEX }], true],
  ['cancelled by the executor', [ask, { type: 'cancel', at: later(9000), by: MEGAN }], false],
  ['rejected', [ask, { type: 'reject', at: later(100), by: MEGAN }], false],
  ['expired', [ask, { type: 'expire', at: later(6000) }], false],
  [
    'created after the requester has tried again',
    [
      ask,
      { type: 'fail', at: later(500) },
      { type: 'retry', at: later(60_000), by: ALEX },
      { type: 'create', at: later(61_000) },
    ],
    true,
  ],
];

describe('whether the requester sees an outcome without being told', () => {
  for (const [what, history, seen] of CASES) {
    it(`${what}: ${seen ? 'yes' : 'no'}`, () => {
      assert.equal(isSeen(ALEX.id, history), seen);
    });
  }
});
