import { watch as watchFolder } from 'node:fs';
import { join } from 'node:path';
import { PEOPLE } from '../../sandbox/cloud/directory.ts';
import type { Gate } from '../../sandbox/cloud/service.ts';
import { type DatabaseKind, type Home, newHome } from '../support/home.ts';
import { type RunningProcesses, runProcesses } from '../support/processes.ts';
import { TeamsClient } from '../support/teams.ts';
import { Failpoint } from './failpoint.ts';
import { startPostgresProxy } from './postgres-proxy.ts';

/** One process on a database of its own, which is killed again and again. */
export interface Lane {
  readonly bot: RunningProcesses;
  readonly failpoint: Failpoint;
  /** Its database, without the failpoint in between. */
  readonly home: Home;
  /** Kills the process at once; `restart` starts the next one. */
  kill(): void;
  restart(): Promise<void>;
  /** Ends the process for good; its database can be looked at until `close`. */
  end(): Promise<void>;
  close(): Promise<void>;
}

const TIMING = { GRAPH_TIMEOUT: 'PT2S', GRAPH_SETTLE: 'PT1S' };

export async function startLane(kind: DatabaseKind): Promise<Lane> {
  const failpoint = new Failpoint();
  const home = await newHome(kind);
  const watched = await watch(home, failpoint);
  const gate: Gate = (request, moment) =>
    failpoint.gate(request, `${request.method} ${shortened(request.path)}`, moment);
  const bot = await runProcesses({
    count: 1,
    cloud: { gate },
    environment: { ...TIMING, ...watched.home },
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
    home,
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
      await watched.close();
    },
  };
}

interface Watched {
  /** The same database, by way of the failpoint. */
  readonly home: Home;
  readonly close: () => Promise<void>;
}

/** An embedded database answers inside the process; from outside one sees what it writes. */
async function watch(home: Home, failpoint: Failpoint): Promise<Watched> {
  const { DATABASE_URL, DATA_DIR = '' } = home;
  if (DATABASE_URL) {
    const { url, close } = await startPostgresProxy(DATABASE_URL, failpoint);
    return { home: { DATABASE_URL: url }, close };
  }
  const watcher = watchFolder(join(DATA_DIR, 'postgres', 'pg_wal'), () =>
    failpoint.happened('a write to the log of the database'),
  );
  return { home, close: async () => watcher.close() };
}

/** Without what is new in each round. */
const shortened = (path: string): string =>
  path
    .replace(/\/(conversations|activities|teams|members|exchangeConnectors)\/[^/]+/g, '/$1/…')
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '…');
