import { mkdtemp, rm } from 'node:fs/promises';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { startBot } from '../sandbox/bot.ts';
import { type Cloud, startCloud } from '../sandbox/cloud/cloud.ts';
import { choosePort } from '../sandbox/ports.ts';
import type { PostgresServer } from '../test/support/postgres.ts';
import type { DatabaseVariables } from './databases.ts';
import { FLOOR } from './lab.ts';
import type { Kind } from './options.ts';
import type { Runnable } from './program.ts';
import type { Start } from './results.ts';

const TIMES = 5;
const LOOK_EVERY_MS = 3;

/** How long programs take from `node` to ready, on a database that they must make and on one that is there. */
export async function measureStarts(
  kinds: readonly Kind[],
  runnable: Runnable,
  postgres: PostgresServer,
): Promise<readonly Start[]> {
  const cloud = await startCloud();
  try {
    const floor: number[] = [];
    const taken = kinds.map((kind) => ({ kind, cold: [] as number[], warm: [] as number[] }));
    for (let time = 0; time < TIMES; time += 1) {
      floor.push(await start(cloud, FLOOR, {}));
      for (const { kind, cold, warm } of taken) {
        const folder = await mkdtemp(join(tmpdir(), 'start-'));
        const variables: DatabaseVariables =
          kind === 'postgres'
            ? { DATABASE_URL: await postgres.createDatabase() }
            : { DATA_DIR: join(folder, 'data') };
        cold.push(await start(cloud, runnable, variables));
        warm.push(await start(cloud, runnable, variables));
        await rm(folder, { recursive: true });
      }
    }
    return [
      { program: FLOOR.name, database: 'none', ms: floor },
      ...taken.flatMap(({ kind, cold, warm }): readonly Start[] => [
        { program: kind, database: 'cold', ms: cold },
        { program: kind, database: 'warm', ms: warm },
      ]),
    ];
  } finally {
    await cloud.close();
  }
}

/** Starts the program once, without the probe, and ends it. */
async function start(
  cloud: Cloud,
  { program, nodeOptions = [] }: Runnable,
  { DATA_DIR: dataDir, ...variables }: DatabaseVariables,
): Promise<number> {
  const port = await choosePort();
  const from = performance.now();
  const starting = startBot({
    environment: { ...cloud.environment, ...variables },
    ca: cloud.ca,
    port,
    log: new PassThrough().resume(),
    program,
    nodeOptions,
    ...(dataDir && { dataDir }),
  });
  const looking = new AbortController();
  const ready = firstReady(`http://127.0.0.1:${port}/readyz`, looking.signal);
  try {
    const bot = await starting;
    const took = (await ready) - from;
    await bot.stop();
    return took;
  } finally {
    looking.abort();
  }
}

/** `startBot` looks too seldom to tell. */
async function firstReady(url: string, signal: AbortSignal): Promise<number> {
  while (!signal.aborted) {
    if ((await statusOf(url)) === 200) break;
    await setTimeout(LOOK_EVERY_MS);
  }
  return performance.now();
}

const statusOf = (url: string): Promise<number | undefined> =>
  new Promise((resolve) => {
    get(url, { agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).once('error', () => resolve(undefined));
  });
