import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import type { PostgresServer } from '../test/support/postgres.ts';
import { buildProgram } from './built.ts';
import { chart } from './chart.ts';
import { newDatabase, startServer } from './databases.ts';
import { echoJourney, productJourney } from './journeys.ts';
import { FLOOR, openLab } from './lab.ts';
import { measureMemory } from './memory.ts';
import { isWhole, type Options, parseOptions } from './options.ts';
import { page } from './page.ts';
import type { Runnable } from './program.ts';
import type { Memory, Results, Run } from './results.ts';
import { runOnce } from './run.ts';
import { measureStarts } from './starts.ts';
import { TURN_NAMES } from './turns.ts';

const PAGES = new URL('../docs/bench/', import.meta.url);

const options = parseOptions(process.argv.slice(2));
// Whatever was started ends when this does.
process.once('SIGINT', () => process.exit(130));
const built = await buildProgram();
const postgres = await startServer();
try {
  const results: Results = {
    options,
    machine: `${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}`,
    starts: wants('ready') ? await starts(built, options, postgres) : [],
    memory: wants('memory') ? await memories(built, options, postgres) : [],
    runs: TURN_NAMES.some(wants) ? await runs(built, options, postgres) : [],
  };
  console.log(`\n${page(results)}`);
  if (isWhole(options)) await write(results);
} finally {
  await postgres.close();
}

function wants(name: string): boolean {
  return options.only.test(name);
}

function starts(runnable: Runnable, { kinds }: Options, postgres: PostgresServer) {
  console.log('time to ready');
  return measureStarts(kinds, runnable, postgres);
}

async function memories(
  runnable: Runnable,
  { kinds }: Options,
  postgres: PostgresServer,
): Promise<readonly Memory[]> {
  console.log('memory of the floor');
  const all = [await measureMemory(FLOOR, echoJourney)];
  for (const kind of kinds) {
    console.log(`memory with ${kind}`);
    const environment = await newDatabase(kind, postgres);
    all.push(await measureMemory({ name: kind, environment, ...runnable }, productJourney));
  }
  return all;
}

async function runs(
  runnable: Runnable,
  options: Options,
  postgres: PostgresServer,
): Promise<readonly Run[]> {
  const lab = await openLab(options, runnable, postgres);
  try {
    const all: Run[] = [];
    for (let run = 1; run <= options.runs; run += 1) {
      console.log(`run ${run} of ${options.runs}`);
      all.push(await runOnce(lab, options));
    }
    for (const { name, warnings } of lab.products) {
      if (warnings() > 0) console.log(`${name}: ${warnings()} warnings in the log`);
    }
    return all;
  } finally {
    await lab.close();
  }
}

/** Numbers of a part would stand beside none of the others. */
async function write(results: Results): Promise<void> {
  await mkdir(PAGES, { recursive: true });
  await writeFile(new URL('results.md', PAGES), page(results));
  await writeFile(new URL('ratios.svg', PAGES), chart(results));
}
