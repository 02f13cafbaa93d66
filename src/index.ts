import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { startBot } from './app.ts';
import { type Config, ConfigError, parseConfig } from './config.ts';
import { DataDirInUse } from './database/data-dir-lock.ts';
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

const config = readConfig();
const log = createLog(config.logLevel);
const starting = startBot(config, { log, now: () => new Date(), newId: randomUUID });

/** What went wrong and why, down to the cause. */
const reasons = (error: unknown): string =>
  error instanceof Error
    ? [error.message, ...(error.cause === undefined ? [] : [reasons(error.cause)])].join(': ')
    : String(error);

/** Also during the start a signal ends the process in order. */
async function stop(signal: string): Promise<void> {
  log.info({ signal }, 'stopping');
  const app = await starting;
  await app.stop();
  log.info('stopped');
  process.exit(0);
}
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
