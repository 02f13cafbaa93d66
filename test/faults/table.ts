import type { Cell } from './cells.ts';
import { expectedOf } from './cells.ts';
import type { Result } from './run-cell.ts';
import type { StepName } from './scenario.ts';
import { NOT_CALLED } from './scenarios.ts';

export interface Ended {
  readonly cell: Cell;
  readonly result: Result;
}

const INTRODUCTION = `# What people see when a cloud fails

Every fault that the sandbox's cloud knows, at every call of every step of the journey. Written by
\`npm run test:faults\`, which checks each cell; do not edit.

Each cell has a bot, a database and a cloud of its own. A fault strikes *once*, or *stays* until the
person has their answer. Then people do what they are told, until there is a connector: in every cell
it ends with one, stored as created, and with the card saying so where it was asked for (in the step
*publish*: with every card). The column *then* says what they had to do; *0 → 1* counts the
connectors at Graph at the moment of the answer and in the end, and so does the column of what is
stored. In no cell an answer takes 8 s, and in none the bot meets an error that it does not know.

\`GRAPH_TIMEOUT\` is 2 or 3 s here and \`GRAPH_SETTLE\` 1 s, so that nothing takes long. With longer ones
a silent cloud is given up later, and whoever waits for it is told after 7 s that it takes longer.
`;

const STEPS: Readonly<Record<StepName, string>> = {
  'sign-in': 'Sign-in',
  submit: 'Submit',
  approve: 'Approve',
  provision: 'Provision',
  publish: 'Publish',
  summary: 'Summary',
};

const HEAD = ['call', 'fault', 'lasts', 'the person sees', 'then', 'connectors', 'stored', 'after'];

/** The whole matrix; faults that come to the same share a row. */
export function document(all: readonly Ended[]): string {
  const steps = Object.entries(STEPS).map(([step, title]) => {
    const ofStep = all.filter(({ cell }) => cell.scenario.step === step);
    const deeds = [...new Set(ofStep.map(({ cell }) => cell.scenario.deed))].map((deed) => {
      const rows = rowsOf(ofStep.filter(({ cell }) => cell.scenario.deed === deed));
      return `### Somebody ${deed}\n\n${[HEAD, HEAD.map(() => '---'), ...rows].map(line).join('\n')}\n`;
    });
    return `## ${title}\n\n${deeds.join('\n')}`;
  });
  const rest = Object.entries(NOT_CALLED).map(([target, why]) => `- \`${target}\`: ${why}.`);
  return [INTRODUCTION, ...steps, `## Not called\n\n${rest.join('\n')}\n`].join('\n');
}

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

interface Row {
  readonly target: string;
  readonly told: readonly string[];
  /** How long each fault lasted that came to this. */
  readonly faults: Map<string, string>;
}

function rowsOf(ended: readonly Ended[]): readonly (readonly string[])[] {
  const rows = new Map<string, Row>();
  for (const one of ended) {
    const { target, fault, lasts } = one.cell;
    const said = told(one);
    const key = [target, ...said].join();
    const row = rows.get(key) ?? { target: `\`${target}\``, told: said, faults: new Map() };
    const before = row.faults.get(fault);
    row.faults.set(fault, before === undefined ? lasts : `${before} or ${lasts}`);
    rows.set(key, row);
  }
  return [...rows.values()].flatMap(({ target, told: said, faults }) =>
    [...new Set(faults.values())].map((lasts) => {
      const names = [...faults].filter((fault) => fault[1] === lasts).map(([name]) => name);
      return [target, names.join(', '), lasts, ...said];
    }),
  );
}

/** Where chance decides, all that may come is named, so that the table stays the same. */
function told({ cell, result }: Ended): readonly string[] {
  const { saw, acts, before, after, tookMs } = result;
  const expected = expectedOf(cell);
  if (expected.length > 1) {
    return [`*${expected.join('* or *')}*`, 'nothing', '0 or 1 → 1', '→ created', '< 6 s'];
  }
  return [
    saw.replace(/ Reference: \w+/, '').replaceAll('|', '\\|'),
    acts.map((act) => (/^[A-Z]/.test(act) ? `*${act}*` : act)).join(', ') || 'nothing',
    `${before.connectors} → ${after.connectors}`,
    before.stored === after.stored ? after.stored : `${before.stored} → ${after.stored}`,
    BANDS.find(([ms]) => tookMs < ms)?.[1] ?? 'too long',
  ];
}

/** Rough, because pauses before a call is made again are a matter of chance. */
const BANDS = [
  [4000, '< 4 s'],
  [6000, '4 to 6 s'],
  [8000, '6 to 8 s'],
] as const;
