import { type FSWatcher, watch } from 'node:fs';
import { join } from 'node:path';
import { PEOPLE } from '../../sandbox/cloud/directory.ts';
import type { Gate } from '../../sandbox/cloud/service.ts';
import { newDataDir } from '../support/data-dir.ts';
import { sharedPostgres } from '../support/postgres.ts';
import { type RunningProcesses, runProcesses } from '../support/processes.ts';
import { TeamsClient } from '../support/teams.ts';
import { Failpoint } from './failpoint.ts';
import { startPostgresProxy } from './postgres-proxy.ts';

export type DatabaseKind = 'PGlite' | 'PostgreSQL';

/** One process on a database of its own, which is killed again and again. */
export interface Lane {
  readonly bot: RunningProcesses;
  readonly failpoint: Failpoint;
  /** How its program reaches its database. */
  readonly environment: Readonly<Record<string, string>>;
  /** Kills the process at once; `restart` starts the next one. */
  kill(): void;
  restart(): Promise<void>;
  /** Ends the process for good; its database can be looked at until `close`. */
  end(): Promise<void>;
  close(): Promise<void>;
}

const TIMING = { GRAPH_TIMEOUT: 'PT2S', GRAPH_SETTLE: 'PT1S' };

interface Home {
  readonly environment: Readonly<Record<string, string>>;
  /** Without the failpoint in between. */
  readonly direct: Readonly<Record<string, string>>;
  readonly close: () => Promise<void>;
}

export async function startLane(kind: DatabaseKind): Promise<Lane> {
  const failpoint = new Failpoint();
  const home = await (kind === 'PGlite' ? embedded(failpoint) : postgres(failpoint));
  const gate: Gate = (request, moment) =>
    failpoint.gate(request, `${request.method} ${shortened(request.path)}`, moment);
  const bot = await runProcesses({
    count: 1,
    cloud: { gate },
    environment: { ...TIMING, ...home.environment },
  });
  let running = 0;
  let dying = Promise.resolve();
  // Who has met the bot gets a copy of every request that waits for their decision.
  await new TeamsClient(bot, PEOPLE.megan).say('help');
  const kill = () => {
    dying = bot.kill(running);
  };
  return {
    bot,
    failpoint,
    environment: home.direct,
    kill,
    async restart() {
      await dying;
      failpoint.disarm();
      running += 1;
      await bot.start();
    },
    end() {
      kill();
      return dying;
    },
    async close() {
      await bot.close();
      await home.close();
    },
  };
}

async function postgres(failpoint: Failpoint): Promise<Home> {
  const DATABASE_URL = await (await sharedPostgres()).createDatabase();
  const proxy = await startPostgresProxy(DATABASE_URL, failpoint);
  return {
    environment: { DATABASE_URL: proxy.url },
    direct: { DATABASE_URL },
    close: () => proxy.close(),
  };
}

/** An embedded database answers inside the process; from outside one sees what it writes. */
async function embedded(failpoint: Failpoint): Promise<Home> {
  const DATA_DIR = await newDataDir();
  const watcher: FSWatcher = watch(join(DATA_DIR, 'postgres', 'pg_wal'), () =>
    failpoint.happened('a write to the log of the database'),
  );
  const environment = { DATA_DIR };
  return {
    environment,
    direct: environment,
    close: () => Promise.resolve(watcher.close()),
  };
}

/** Without what is new in each round. */
const shortened = (path: string): string =>
  path
    .replace(/\/(conversations|activities|teams|members|exchangeConnectors)\/[^/]+/g, '/$1/…')
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '…');
