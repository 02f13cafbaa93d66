import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { startBot } from './app.ts';
import { type Config, ConfigError, parseConfig } from './config.ts';
import { createLog } from './log.ts';

const EXIT_CONFIG = 78;
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
try {
  const app = await startBot(config, { log, now: () => new Date(), newId: randomUUID });
  const stop = async (signal: string) => {
    log.info({ signal }, 'stopping');
    await app.stop();
    log.info('stopped');
    process.exit(0);
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
} catch (error) {
  log.fatal({ err: error }, 'could not start');
  process.exit(EXIT_FAILED);
}
