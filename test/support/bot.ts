import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import tls from 'node:tls';
import { type Cloud, type CloudOptions, startCloud } from '../../sandbox/cloud/cloud.ts';
import { startBot } from '../../src/app.ts';
import { parseConfig } from '../../src/config.ts';
import { openDatabase } from '../../src/database/database.ts';
import { createLog } from '../../src/log.ts';
import { newDataDir } from './data-dir.ts';
import type { HttpAnswer } from './teams.ts';

/** The production code against the sandbox's cloud, both in this process. */
export interface RunningBot {
  readonly cloud: Cloud;
  readonly url: string;
  /** Every line of the log, parsed. */
  readonly log: readonly Record<string, unknown>[];
  /** Hears everything that clients send with which token, and what they are answered. */
  readonly overhear?: (authorization: string, answer: HttpAnswer) => void;
  /** Gives work that hangs in the cloud so long to end. */
  close(withinMs?: number): Promise<void>;
}

export interface BotOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly cloud?: CloudOptions;
  /** A cloud that is there already, and stays. */
  readonly within?: Cloud;
  readonly now?: () => Date;
}

const systemAuthorities = tls.getCACertificates('default');

/** Starts a fresh cloud, unless one is given, and a bot in it on a free port. */
export async function runBot(options: BotOptions = {}): Promise<RunningBot> {
  const cloud = options.within ?? (await startCloud(options.cloud));
  tls.setDefaultCACertificates([...systemAuthorities, cloud.ca]);
  const dataDir = options.environment?.DATABASE_URL ? undefined : await newDataDir();
  const config = parseConfig({
    ...cloud.environment,
    ...(dataDir && { DATA_DIR: dataDir }),
    PORT: '0',
    HOST: '127.0.0.1',
    LOG_LEVEL: 'trace',
    ...options.environment,
  });
  const lines: Record<string, unknown>[] = [];
  const log = createLog(config.logLevel, { write: (line) => lines.push(JSON.parse(line)) });
  const around = { log, now: options.now ?? (() => new Date()), newId: randomUUID };
  const database = await openDatabase(config.database, (error) =>
    log.warn({ err: error }, 'a connection to the database broke'),
  );
  const app = await startBot(config, around, database);
  return {
    cloud,
    url: `http://127.0.0.1:${app.port}`,
    log: lines,
    async close(withinMs) {
      await app.stop(withinMs);
      if (!options.within) await cloud.close();
      if (dataDir) await rm(dataDir, { recursive: true });
    },
  };
}

/** One bot for the tests of a block, handed over before each; its cloud is as new then. */
export function withBot(
  use: (bot: RunningBot) => void,
  options: BotOptions = {},
  run: (options: BotOptions) => Promise<RunningBot> = runBot,
): void {
  let running: RunningBot;
  before(async function () {
    this.timeout(30_000);
    running = await run(options);
  });
  beforeEach(() => {
    running.cloud.reset();
    use(running);
  });
  after(() => running.close());
}
