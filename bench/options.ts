import { parseArgs } from 'node:util';

export interface Options {
  /** How many requests the filled databases hold. */
  readonly stored: number;
  /** How often each turn is measured. */
  readonly turns: number;
}

export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      stored: { type: 'string', default: '100000' },
      turns: { type: 'string', default: '45' },
    },
  });
  return {
    stored: wholeNumber('stored', values.stored),
    turns: wholeNumber('turns', values.turns),
  };
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} takes a number from 1 up`);
  return value;
}
