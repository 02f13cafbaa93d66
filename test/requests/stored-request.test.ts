import assert from 'node:assert/strict';
import fc from 'fast-check';
import { StoredRequest } from '../../src/requests/stored-request.ts';
import { aRequest } from '../support/requests.ts';
import { anyRequest, present } from './arbitraries.ts';

describe('a stored request', () => {
  it('comes out as it went in, in any state', () => {
    fc.assert(
      fc.property(anyRequest, (request) => {
        const read = StoredRequest.parse(JSON.parse(JSON.stringify(request)));

        assert.deepEqual(present(read), present(request));
      }),
      { numRuns: 1000 },
    );
  });

  it('is not read without a fact that its state must have', () => {
    const { rejection: _, ...document } = aRequest('rejected');

    assert.equal(StoredRequest.safeParse(JSON.parse(JSON.stringify(document))).success, false);
  });

  it('is not read in a state that this version does not know', () => {
    const document = { ...aRequest('waiting'), status: 'paused' };

    assert.equal(StoredRequest.safeParse(JSON.parse(JSON.stringify(document))).success, false);
  });

  it('forgets fields that this version does not know', () => {
    const document = JSON.parse(JSON.stringify({ ...aRequest('waiting'), token: 'secret' }));

    assert.ok(!('token' in StoredRequest.parse(document)));
  });
});
