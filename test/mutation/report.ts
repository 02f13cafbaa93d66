import type { Harmless } from './harmless.ts';
import type { Mutant } from './mutants.ts';

/** Those that no test notices. */
const survivors = (mutants: readonly Mutant[]): readonly Mutant[] =>
  mutants.filter(({ status }) => status === 'Survived' || status === 'NoCoverage');

/** Those of them for which nobody says why they do no harm. */
export const unargued = (mutants: readonly Mutant[], harmless: Harmless): readonly Mutant[] =>
  survivors(mutants).filter((mutant) => argumentFor(mutant, harmless) === undefined);

const argumentFor = ({ file, before, after }: Mutant, harmless: Harmless): string | undefined => {
  const [, , because] =
    harmless[file]?.find(([was, becomes]) => was === before && becomes === after) ?? [];
  return because;
};

/** The document: the score of each file, and each survivor with its argument. */
export function report(mutants: readonly Mutant[], harmless: Harmless): string {
  const files = [...new Set(mutants.map(({ file }) => file))].toSorted();
  const scores = files.map((file) =>
    scoreOf(
      file,
      mutants.filter((each) => each.file === file),
    ),
  );
  return [
    INTRODUCTION,
    row('file', 'score', 'mutants', 'killed', 'no start', 'timeout', 'survived', 'no coverage'),
    row('---', '--:', '--:', '--:', '--:', '--:', '--:', '--:'),
    ...scores,
    scoreOf('all', mutants),
    SURVIVORS,
    row('file', 'was', 'becomes', 'why that does no harm'),
    row('---', '---', '---', '---'),
    ...rowsOf(
      survivors(mutants).toSorted((one, other) => one.file.localeCompare(other.file)),
      harmless,
    ),
    LEFT_OUT,
  ].join('\n');
}

function scoreOf(name: string, mutants: readonly Mutant[]): string {
  const count = (status: Mutant['status']) =>
    mutants.filter((each) => each.status === status).length;
  const [killed, unloaded, timeout] = [count('Killed'), count('RuntimeError'), count('Timeout')];
  const [survived, uncovered] = [count('Survived'), count('NoCoverage')];
  const noticed = killed + unloaded + timeout;
  const all = noticed + survived + uncovered;
  const score = all === 0 ? '–' : `${((100 * noticed) / all).toFixed(1)} %`;
  return row(`\`${name}\``, score, all, killed, unloaded, timeout, survived, uncovered);
}

/** Two mutants with the same result need one argument. */
const rowsOf = (mutants: readonly Mutant[], harmless: Harmless): readonly string[] => [
  ...new Set(
    mutants.map((mutant) =>
      row(
        `\`${mutant.file}\``,
        code(mutant.before),
        code(mutant.after),
        argumentFor(mutant, harmless) ?? '**none yet**',
      ),
    ),
  ),
];

const row = (...cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;

/** Code in a table's cell may hold both a bar and a backtick. */
const code = (text: string): string => `\`\` ${text.replaceAll('|', '\\|')} \`\``;

const INTRODUCTION = `# Mutation check

\`npm run test:mutation\` changes the rules and the authorisation checks one place at a time (an operator, a condition, a literal, a call left out), runs the tests that reach the place, and writes this page. A change that no test notices has to be argued away in \`test/mutation/harmless.ts\`; the run fails while one is not. What is mutated, and the tests that have to notice, stand in \`test/mutation/groups.ts\`; \`npm run test:mutation -- rules\` runs one group and leaves this page alone. Noticed is also what the tests cannot even load (*no start*), and what keeps them waiting (*timeout*).
`;

const SURVIVORS = `
## What no test notices, and why that does no harm
`;

const LEFT_OUT = `
## Left out

- What needs a database (\`request-store\`, \`audit\`, \`jobs\`, \`leases\`, \`attempts\`, \`sweep\`, \`form-store\`, and \`provision*\` but for its plan): their tests open databases, so that a mutant costs seconds instead of milliseconds. They are held by the tests that kill the process at each step of its work, and by two people at once.
- What joins the parts in a turn (\`submit-form\`, \`make-request\`, \`teams-bot\`, \`publish\` and others): tested through the real server only, for the same reason.
- Words of cards, templates, the sandbox, the tests themselves.
`;
