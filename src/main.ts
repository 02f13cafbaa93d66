import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { Logger } from 'pino';
import type { App } from './app.ts';
import { type Config, ConfigError, parseConfig } from './config.ts';
import { DataDirInUse } from './database/data-dir-lock.ts';
import { openDatabase } from './database/database.ts';
import { createLog } from './log.ts';

const EXIT_CONFIG = 78;
const EXIT_IN_USE = 75;
const EXIT_FAILED = 1;

/** Reads the environment, or ends the process with every mistake on standard error. */
function readConfig(): Config {
  try {
    if (existsSync('.env')) process.loadEnvFile('.env');
    return parseConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(EXIT_CONFIG);
  }
}

/** What went wrong and why, down to the cause. */
const reasons = (error: unknown): string =>
  error instanceof Error
    ? [error.message, ...(error.cause === undefined ? [] : [reasons(error.cause)])].join(': ')
    : String(error);

/** Most of the program is loaded while the database opens. Throws what is in the way of either. */
async function start(config: Config, log: Logger): Promise<App> {
  // The embedded one compiles meanwhile, if that has begun before the rest takes the processor.
  if (config.database.type === 'embedded') await import('./database/embedded.ts');
  const [database, { startBot }] = await Promise.all([
    openDatabase(config.database, (error) =>
      log.warn({ err: error }, 'a connection to the database broke'),
    ),
    import('./app.ts'),
  ]);
  return startBot(config, { log, now: () => new Date(), newId: randomUUID }, database);
}

/** Runs the program until a signal ends it, also during the start. */
export async function main(): Promise<void> {
  const config = readConfig();
  const log = createLog(config.logLevel);
  const starting = start(config, log);

  const stop = async (signal: string): Promise<void> => {
    log.info({ signal }, 'stopping');
    const app = await starting;
    await app.stop();
    log.info('stopped');
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () =>
      stop(signal).catch((error) => {
        log.fatal({ err: error }, 'could not stop in order');
        process.exit(EXIT_FAILED);
      }),
    );
  }

  try {
    await starting;
  } catch (error) {
    log.fatal({ err: error }, 'could not start');
    process.stderr.write(`Could not start: ${reasons(error)}\n`);
    process.exit(error instanceof DataDirInUse ? EXIT_IN_USE : EXIT_FAILED);
  }
}
