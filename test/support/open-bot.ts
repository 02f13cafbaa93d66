import { type Database, openDatabase } from '../../src/database/database.ts';
import { type BotOptions, type RunningBot, runBot } from './bot.ts';
import { sharedPostgres } from './postgres.ts';

/** A bot whose database the test can look into. */
export interface OpenBot extends RunningBot {
  readonly db: Database['db'];
}

/** Starts one on a PostgreSQL database of its own. */
export async function runOpenBot(options: BotOptions = {}): Promise<OpenBot> {
  const url = await (await sharedPostgres()).createDatabase();
  const environment = { ...options.environment, DATABASE_URL: url };
  const bot = await runBot({ ...options, environment });
  const database = await openDatabase({ type: 'postgres', url }, () => undefined);
  return {
    ...bot,
    db: database.db,
    async close(withinMs) {
      await bot.close(withinMs);
      await database.close();
    },
  };
}
