import type { Stryker } from '@stryker-mutator/core';

type MutantResult = Awaited<ReturnType<Stryker['runMutationTest']>>[number];

/** One change of the code, and what the tests made of it. */
export interface Mutant {
  readonly file: string;
  readonly status: MutantResult['status'];
  /** The lines that it touches as they were, and as it leaves them; in one line each. */
  readonly before: string;
  readonly after: string;
}

const inOneLine = (code: string): string => code.replace(/\s+/g, ' ').trim();

/** Where the line and the column of a place are in the text; both begin at 1. */
function indexOf(
  text: string,
  { line, column }: { readonly line: number; readonly column: number },
) {
  const lines = text.split('\n').slice(0, line - 1);
  return lines.reduce((sum, each) => sum + each.length + 1, column - 1);
}

/** Puts a mutant into words that outlive a change elsewhere in its file. */
export function describeMutant(
  file: string,
  source: string,
  { location, replacement, status }: Pick<MutantResult, 'location' | 'replacement' | 'status'>,
): Mutant {
  const [from, to] = [indexOf(source, location.start), indexOf(source, location.end)];
  const first = source.lastIndexOf('\n', from - 1) + 1;
  const last = source.indexOf('\n', to);
  const end = last === -1 ? source.length : last;
  return {
    file,
    status,
    before: inOneLine(source.slice(first, end)),
    after: inOneLine(`${source.slice(first, from)}${replacement}${source.slice(to, end)}`),
  };
}
