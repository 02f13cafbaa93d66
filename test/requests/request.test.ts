import assert from 'node:assert/strict';
import { isOpen, type Request } from '../../src/requests/request.ts';

describe('whether something can still become of a request', () => {
  const table: { readonly [S in Request['status']]: boolean } = {
    waiting: true,
    provisioning: true,
    blocked: true,
    created: false,
    failed: false,
    rejected: false,
    cancelled: false,
    expired: false,
  };
  for (const [status, expected] of Object.entries(table)) {
    it(`that is ${status}: ${expected ? 'yes' : 'no'}`, () => {
      // The keys of the table are the states.
      assert.equal(isOpen(status as Request['status']), expected);
    });
  }
});
