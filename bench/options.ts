import { parseArgs } from 'node:util';

export const KINDS = ['pglite', 'postgres'] as const;
/** What the product keeps its requests in. */
export type Kind = (typeof KINDS)[number];

export interface Options {
  /** How often each kind of turn is measured in one run. */
  readonly turns: number;
  /** How often everything is measured; figures are medians of all. */
  readonly runs: number;
  /** How many requests the filled databases hold; 0 leaves these out. */
  readonly stored: number;
  /** Which turns, by their names; also `ready` and `memory`. */
  readonly only: RegExp;
  readonly kinds: readonly Kind[];
}

/** Whether nothing is left out. */
export const isWhole = ({ only, stored, kinds }: Options): boolean =>
  only.test('') && stored > 0 && KINDS.every((kind) => kinds.includes(kind));

/** Throws with a sentence for people. */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      turns: { type: 'string', default: '100' },
      runs: { type: 'string', default: '3' },
      stored: { type: 'string', default: '1000000' },
      only: { type: 'string', default: '' },
      kinds: { type: 'string', default: KINDS.join() },
    },
  });
  return {
    turns: wholeNumber('turns', values.turns, 1),
    runs: wholeNumber('runs', values.runs, 1),
    stored: wholeNumber('stored', values.stored, 0),
    only: new RegExp(values.only),
    kinds: values.kinds.split(',').map(kind),
  };
}

function wholeNumber(name: string, text: string, least: number): number {
  const value = Number(text);
  if (text === '' || !Number.isInteger(value) || value < least) {
    throw new Error(`--${name} takes a whole number from ${least} up`);
  }
  return value;
}

function kind(text: string): Kind {
  const found = KINDS.find((each) => each === text);
  if (!found) throw new Error(`--kinds takes ${KINDS.join(', ')}, separated by commas`);
  return found;
}
