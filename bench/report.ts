import { quantile, type Taken } from './measure.ts';

/** What one kind of turn takes with no and with many stored requests. */
export interface Compared {
  readonly turn: string;
  readonly none: Taken;
  readonly many: Taken;
}

export interface Report {
  readonly stored: number;
  readonly turns: number;
  readonly kinds: readonly { readonly name: string; readonly compared: readonly Compared[] }[];
}

const FIGURES: readonly (readonly [name: string, of: (taken: Taken) => number])[] = [
  ['p50', ({ latencies }) => quantile(latencies, 0.5)],
  ['p95', ({ latencies }) => quantile(latencies, 0.95)],
  ['CPU', ({ cpu }) => cpu],
];

/** One table for each kind of database. */
export function tables({ kinds, stored }: Report): string {
  return kinds
    .map(({ name, compared }) =>
      [
        `## ${name}`,
        '',
        row(['turn', ...FIGURES.map(([figure]) => `${figure}, ${thousands(stored)} : 0`)]),
        row(['---', ...FIGURES.map(() => '---')]),
        ...compared.map(({ turn, none, many }) =>
          row([`\`${turn}\``, ...FIGURES.map(([, of]) => ratio(of(none), of(many)))]),
        ),
      ].join('\n'),
    )
    .join('\n\n');
}

export const page = (report: Report): string => `# With ${thousands(report.stored)} stored requests

How much longer a turn takes with ${thousands(report.stored)} stored requests than with none: the ratio, and in
parentheses the milliseconds of both. 1.00 is as fast as with none.

Measured by \`npm run bench\`: ${report.turns} turns of each kind after a warm-up, over HTTP, one at a time, alternating
between two processes of the program, one on an empty database and one on a filled one; p50 and p95
are from Teams' request to the answer, CPU is the program's processor time for a turn and the work
that follows from it (with PGlite the database is part of the program, with PostgreSQL it is not).

Whoever sends the turns has asked for a fiftieth of what is stored and for a fifth of what is still
open, and is an approver of everything that waits. PostgreSQL is analyzed after it was filled, as its
autovacuum does; PGlite is not, as nobody does it there.

${tables(report)}
`;

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

const ratio = (none: number, many: number): string =>
  `**${(many / none).toFixed(2)}** (${many.toFixed(1)} : ${none.toFixed(1)})`;

const thousands = (count: number): string => count.toLocaleString('en-US');
