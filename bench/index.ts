import { mkdir, writeFile } from 'node:fs/promises';
import { type Kind, kinds, prepare, startServer } from './databases.ts';
import { measure } from './measure.ts';
import { meet } from './meet.ts';
import { type Options, parseOptions } from './options.ts';
import { type Program, startProgram } from './program.ts';
import { type Compared, page, tables } from './report.ts';
import { TURNS } from './turns.ts';

const PAGE = new URL('../docs/bench/stored-requests.md', import.meta.url);

const options = parseOptions(process.argv.slice(2));
// Whatever was started ends when this does.
process.once('SIGINT', () => process.exit(130));
const postgres = await startServer();
try {
  const results = [];
  for (const kind of kinds(postgres)) {
    results.push({ name: kind.name, compared: await compare(kind, options) });
  }
  const report = { ...options, kinds: results };
  console.log(tables(report));
  await mkdir(new URL('.', PAGE), { recursive: true });
  await writeFile(PAGE, page(report));
} finally {
  await postgres.close();
}

/** Measures all turns on two databases of this kind, an empty one and a filled one. */
async function compare(kind: Kind, { stored, turns }: Options): Promise<readonly Compared[]> {
  console.log(`${kind.name}: filling with ${stored} requests`);
  const environments = [await prepare(kind, 0), await prepare(kind, stored)];
  const programs: Program[] = [];
  try {
    for (const environment of environments) programs.push(await startProgram(environment));
    await Promise.all(programs.map(meet));
    const compared: Compared[] = [];
    for (const turn of TURNS) {
      console.log(`${kind.name}: ${turn.name}`);
      const [none, many] = await measure(turn, programs, turns);
      if (none && many) compared.push({ turn: turn.name, none, many });
    }
    const [none = 0, many = 0] = programs.map((program) => program.warnings());
    if (none + many > 0) console.log(`${kind.name}: warnings in the logs, ${none} and ${many}`);
    return compared;
  } finally {
    for (const program of programs) await program.bot.close();
  }
}
