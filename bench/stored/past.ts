import type { Person } from '../../src/requests/person.ts';
import { MEASURED_PERSON } from './people.ts';

/** Who asked when, and what became of it. */
export interface Past {
  readonly number: number;
  readonly by: Person;
  readonly at: Date;
  readonly end: 'waiting' | 'blocked' | 'created' | 'failed' | 'rejected' | 'cancelled' | 'expired';
  /** Where nobody is asked for approval. */
  readonly alone: boolean;
}

export const DAY_MS = 24 * 3_600_000;

/** Of 200 requests the latest is still open, and of 50 finished ones one is the measured person's. */
const OPEN_SHARE = 1 / 200;
const OWN_EVERY = 50;

const FINISHED: readonly Past['end'][] = [
  ...Array<'created'>(15).fill('created'),
  'rejected',
  'rejected',
  'cancelled',
  'expired',
  'failed',
];
/** A fifth is the measured person's, waiting and blocked by turns; of the rest most wait. */
const OPEN = ['waiting', 'waiting', 'waiting', 'waiting', 'blocked'] as const;

/** `count` requests of a year, oldest first. */
export function* pastOf(
  count: number,
  colleagues: readonly Person[],
  now: Date,
): Generator<Past, void> {
  const closed = count - Math.ceil(count * OPEN_SHARE);
  const colleague = (index: number) =>
    colleagues[(index * 7) % colleagues.length] ?? MEASURED_PERSON;
  for (let index = 0; index < count; index += 1) {
    const number = index + 1;
    if (index < closed) {
      const daysAgo = 4 + (361 * (closed - index)) / closed;
      const end = FINISHED[(index + Math.floor(index / OWN_EVERY)) % FINISHED.length] ?? 'created';
      yield {
        number,
        by: index % OWN_EVERY === 0 ? MEASURED_PERSON : colleague(index),
        at: new Date(now.getTime() - daysAgo * DAY_MS),
        end,
        alone: (end === 'created' || end === 'failed') && index % 10 < 3,
      };
    } else {
      const own = index % 5 === 0;
      yield {
        number,
        by: own ? MEASURED_PERSON : colleague(index),
        at: new Date(now.getTime() - (DAY_MS * (count - index)) / (count - closed)),
        end: (own ? OPEN[Math.floor(index / 5) % 2 === 0 ? 0 : 4] : OPEN[index % 5]) ?? 'waiting',
        alone: false,
      };
    }
  }
}
