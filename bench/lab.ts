import { fileURLToPath } from 'node:url';
import { PEOPLE } from '../sandbox/cloud/directory.ts';
import type { PostgresServer } from '../test/support/postgres.ts';
import { TeamsClient } from '../test/support/teams.ts';
import { crowd } from './crowd.ts';
import { filledDatabase, newDatabase } from './databases.ts';
import { echoJourney, type Journey, productJourney, sampleJourney } from './journeys.ts';
import type { Options } from './options.ts';
import { type Program, type Runnable, type Setup, startProgram } from './program.ts';
import { MEASURED } from './stored/people.ts';
import { PROVISIONING_MS, waitingRequest } from './turns.ts';

/** Programs that are measured against each other, all running at the same time. */
export interface Lab {
  readonly floor: Program;
  readonly sample: Program;
  readonly products: readonly Program[];
  close(): Promise<void>;
}

/** As many of a list as the card of `requests` shows. */
const LISTED = 12;

const ours = (file: string) => fileURLToPath(new URL(file, import.meta.url));
export const FLOOR: Setup = { name: 'floor', program: ours('floor.ts'), environment: {} };
export const SAMPLE: Setup = { name: 'sample', program: ours('sample-style.ts'), environment: {} };

/** What a product on a filled database is called. */
export const filledName = (kind: string): string => `${kind}, filled`;

export async function openLab(
  options: Options,
  runnable: Runnable,
  postgres: PostgresServer,
): Promise<Lab> {
  const running: Program[] = [];
  const start = async (setup: Setup): Promise<Program> => {
    const started = await startProgram(setup);
    running.push(started);
    return started;
  };
  const close = async () => {
    for (const each of running) await each.bot.close();
  };
  try {
    const floor = await start(FLOOR);
    const sample = await start(SAMPLE);
    const products: Program[] = [];
    for (const database of await prepareAll(options, postgres)) {
      products.push(await start({ ...database, ...runnable }));
    }
    await warmUp(floor, echoJourney, 100);
    await warmUp(sample, sampleJourney, 8);
    for (const product of products) await warmUp(product, productJourney, 10);
    await Promise.all(products.map(meet));
    return { floor, sample, products, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Node compiles what runs often, for which it needs time of its own. */
async function warmUp(program: Program, journey: Journey, times: number): Promise<void> {
  await crowd(async () => {
    for (let time = 0; time < times; time += 1) await journey(program.bot);
  });
}

type Prepared = Pick<Setup, 'name' | 'environment'>;

/** An empty and a filled database of each kind; those of both kinds are filled at the same time. */
async function prepareAll(
  { kinds, stored }: Options,
  postgres: PostgresServer,
): Promise<readonly Prepared[]> {
  const prepared = await Promise.all(
    kinds.map(async (kind): Promise<readonly Prepared[]> => {
      const empty = { name: kind, environment: await newDatabase(kind, postgres) };
      if (stored === 0) return [empty];
      const from = performance.now();
      const environment = await filledDatabase(kind, postgres, stored);
      const seconds = Math.round((performance.now() - from) / 1000);
      console.log(`${kind}: filled with ${stored} requests in ${seconds} s`);
      return [empty, { name: filledName(kind), environment }];
    }),
  );
  return prepared.flat();
}

/**
 * Lets the program meet the measured person, whose stored chat is nowhere, and lets as much wait
 * for them as any list shows.
 */
async function meet(program: Program): Promise<void> {
  await new TeamsClient(program.bot, MEASURED).say('help');
  for (let count = 0; count < LISTED; count += 1) await waitingRequest(program.bot, PEOPLE.adele);
  await program.quiet(PROVISIONING_MS);
}
