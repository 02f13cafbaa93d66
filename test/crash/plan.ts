import fc from 'fast-check';
import type { Side } from './failpoint.ts';
import { JOURNEYS, type JourneyName } from './journeys.ts';

/** Where in a journey the process is killed. */
export interface Kill {
  /** Which of the steps that an undisturbed journey has, in percent of their number. */
  readonly percent: number;
  readonly side: Side;
}

export interface Round {
  readonly journey: JourneyName;
  /** More than one: killed again while it takes up what was left. */
  readonly kills: readonly Kill[];
}

// Object.keys forgets the type of keys.
const names = Object.keys(JOURNEYS) as readonly JourneyName[];

const kill: fc.Arbitrary<Kill> = fc.record({
  percent: fc.noBias(fc.integer({ min: 0, max: 99 })),
  side: fc.constantFrom('before', 'after'),
});

/** The rounds of a seed: every journey as often as any other. */
export const rounds = (count: number, seed: number): readonly Round[] =>
  fc
    .sample(fc.array(kill, { minLength: 1, maxLength: 2 }), { numRuns: count, seed })
    .flatMap((kills, index) => {
      const journey = names[index % names.length];
      return journey ? [{ journey, kills }] : [];
    });
