import {
  CATALOGUE,
  type Fault,
  TARGETS,
  type Target,
} from '../../sandbox/cloud/fault-catalogue.ts';
import { familyOf } from './expected.ts';
import type { Outcome } from './outcome.ts';
import type { Scenario } from './scenario.ts';
import { SCENARIOS } from './scenarios.ts';

/** One fault that strikes one call of one deed. */
export interface Cell {
  readonly scenario: Scenario;
  readonly target: Target;
  /** The name of the fault in the catalogue. */
  readonly fault: string;
  readonly example: Fault;
  /** `once`: it strikes one call. `stays`: until the person has seen what came of it. */
  readonly lasts: 'once' | 'stays';
}

/** A refusal looks the same to the person whether the next call would pass or not. */
const LASTS: Readonly<Record<Fault['kind'], readonly Cell['lasts'][]>> = {
  throttled: ['once', 'stays'],
  'throttled-silent': ['once', 'stays'],
  status: ['once', 'stays'],
  'html-504': ['once', 'stays'],
  slow: ['stays'],
  hang: ['once', 'stays'],
  'hang-after': ['once', 'stays'],
  'reset-before': ['once', 'stays'],
  'reset-after': ['once', 'stays'],
  refuse: ['stays'],
  claims: ['once', 'stays'],
  'consent-required': ['stays'],
  'mfa-required': ['stays'],
  'blocked-by-policy': ['stays'],
  'assertion-expired': ['stays'],
  'secret-wrong': ['stays'],
  'secret-expired': ['stays'],
};

const targetsOf = ({ targets }: Scenario): readonly Target[] =>
  TARGETS.filter((target) => targets[target] !== undefined);

/** What a cell may come to, in the words of its scenario. */
export function expectedOf({ scenario, target, fault, example, lasts }: Cell): readonly Outcome[] {
  const { usual, targets } = scenario;
  const expected = targets[target] ?? {};
  const found = expected[`${fault} ${lasts}`] ?? expected[`${familyOf(example)} ${lasts}`] ?? usual;
  return typeof found === 'string' ? [found] : found;
}

/** Every fault of the catalogue at every call of every deed. */
export const CELLS: readonly Cell[] = SCENARIOS.flatMap((scenario) =>
  targetsOf(scenario).flatMap((target) =>
    CATALOGUE.filter(({ targets }) => targets.includes(target)).flatMap(({ name, example }) =>
      LASTS[example.kind].map((lasts) => ({ scenario, target, fault: name, example, lasts })),
    ),
  ),
);
