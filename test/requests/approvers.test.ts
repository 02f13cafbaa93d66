import assert from 'node:assert/strict';
import { quorum } from '../../src/requests/approvers.ts';
import { ADELE, ALEX, aPolicy, MEGAN } from '../support/requests.ts';

describe('whether enough people could approve', () => {
  const table: [string, Parameters<typeof quorum>[0], number, boolean, number | 'enough'][] = [
    ['one other is enough for one', [MEGAN], 1, false, 'enough'],
    ['nobody is not enough for one', [], 1, false, 0],
    ['the requester does not count', [ALEX], 1, false, 0],
    ['the requester counts where they may', [ALEX], 1, true, 'enough'],
    ['two of two others', [MEGAN, ADELE], 2, false, 'enough'],
    ['one of two, with the requester', [ALEX, MEGAN], 2, false, 1],
    ['two of two, with the requester', [ALEX, MEGAN], 2, true, 'enough'],
    ['more than are needed', [ALEX, MEGAN, ADELE], 1, false, 'enough'],
  ];
  for (const [what, approvers, needed, selfApproval, expected] of table) {
    it(`${what}: ${expected}`, () => {
      const policy = aPolicy({ approvalsNeeded: needed, selfApproval });

      assert.deepEqual(
        quorum(approvers, ALEX, policy),
        expected === 'enough' ? { ok: true } : { ok: false, needed, available: expected },
      );
    });
  }
});
