import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Entry, type Happening } from '../../src/requests/history.ts';
import { ALEX, later } from '../support/requests.ts';
import { anyEvent, present } from './arbitraries.ts';

const anyHappening: fc.Arbitrary<Happening> = fc.oneof(
  anyEvent,
  fc.constant({ type: 'ask', at: later(1), by: ALEX } as const),
  fc.constant({ type: 'remind', at: later(1) } as const),
);

/** What people read of it. */
function readable(happening: Happening): object {
  const { type, at } = happening;
  return present({
    type,
    at,
    by: 'by' in happening ? happening.by : undefined,
    comment: 'comment' in happening ? happening.comment : undefined,
    blocker: 'blocker' in happening ? happening.blocker : undefined,
    fault: 'fault' in happening ? happening.fault : undefined,
    created: 'created' in happening ? happening.created : undefined,
  });
}

describe('an entry of the history', () => {
  it('tells of whatever happened what people read', () => {
    fc.assert(
      fc.property(anyHappening, (happening) => {
        const entry = Entry.parse(JSON.parse(JSON.stringify({ request: 'r1', ...happening })));

        assert.deepEqual(present(entry), readable(happening));
      }),
      { numRuns: 1000 },
    );
  });
});
