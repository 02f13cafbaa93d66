import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import { startBot } from '../../sandbox/bot.ts';
import { startCloud } from '../../sandbox/cloud/cloud.ts';
import { createWatch } from '../../sandbox/cloud/watch.ts';
import { choosePort } from '../../sandbox/ports.ts';
import type { BotOptions, RunningBot } from './bot.ts';
import { sharedPostgres } from './postgres.ts';

export type LogLine = Readonly<Record<string, unknown>> & { readonly process: number };

/** The program in processes of its own, as in production, on one database. */
export interface RunningProcesses extends RunningBot {
  /** A line of any log that fits, also one that came before; `process` says whose it is. */
  waitForLog(predicate: (line: LogLine) => boolean): Promise<LogLine>;
  /** Ends one of them at once, wherever it is. Clicks go to those that are left. */
  kill(index: number): Promise<void>;
  /** Starts another one on the same database. */
  start(): Promise<void>;
}

export interface ProcessOptions extends BotOptions {
  readonly count: number;
  /** Where the database is: DATABASE_URL, or DATA_DIR for a single process. */
  readonly environment: Readonly<Record<string, string>>;
  /** Another program than the one in `src`. */
  readonly program?: string;
  /** What Node is told besides. */
  readonly nodeOptions?: readonly string[];
}

/** Starts the program so many times, in a cloud of this process. */
export async function runProcesses(options: ProcessOptions): Promise<RunningProcesses> {
  const cloud = await startCloud(options.cloud);
  const log: LogLine[] = [];
  const watch = createWatch<LogLine>(
    () => log,
    (line) => JSON.stringify(line),
  );
  /** Reads what one process prints. */
  const readLog = (index: number): PassThrough => {
    const output = new PassThrough();
    createInterface(output).on('line', (text) => {
      const line = { ...(text.startsWith('{') ? JSON.parse(text) : { msg: text }), process: index };
      log.push(line);
      watch.happened(line);
    });
    return output;
  };

  const { DATA_DIR, ...environment } = options.environment;
  const bots = new Map<number, Awaited<ReturnType<typeof startBot>>>();
  let started = 0;
  let clicks = 0;
  const start = async () => {
    const index = started;
    started += 1;
    const bot = await startBot({
      environment: { ...cloud.environment, LOG_LEVEL: 'debug', ...environment },
      ca: cloud.ca,
      port: await choosePort(),
      log: readLog(index),
      ...(DATA_DIR && { dataDir: DATA_DIR }),
      ...(options.program && { program: options.program }),
      ...(options.nodeOptions && { nodeOptions: options.nodeOptions }),
    });
    bots.set(index, bot);
  };
  const close = async () => {
    await Promise.all([...bots.values()].map((bot) => bot.stop()));
    await cloud.close();
  };
  try {
    await Promise.all(Array.from({ length: options.count }, start));
  } catch (cause) {
    await close();
    throw new Error(`It said:\n${log.map(({ msg }) => msg).join('\n')}`, { cause });
  }
  return {
    cloud,
    log,
    waitForLog: watch.waitFor,
    /** One after the other. */
    get url() {
      clicks += 1;
      const living = [...bots.values()];
      return living[clicks % living.length]?.url.replace('/api/messages', '') ?? '';
    },
    async kill(index) {
      const bot = bots.get(index);
      bots.delete(index);
      await bot?.kill();
    },
    start,
    close,
  };
}

/** Two processes on one PostgreSQL; clicks go to one and the other in turn. */
export async function runTwoProcesses(options: BotOptions): Promise<RunningProcesses> {
  const postgres = await sharedPostgres();
  const DATABASE_URL = await postgres.createDatabase();
  const environment = { ...options.environment, DATABASE_URL };
  return runProcesses({ ...options, environment, count: 2 });
}
