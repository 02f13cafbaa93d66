import { PGlite } from '@electric-sql/pglite';
import { Kysely, PGliteDialect, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { type ConstructorOptions, fromPglite } from 'pg-boss';
import type { Config } from '../config.ts';
import { lockDataDir } from './data-dir-lock.ts';
import { faultingDialect } from './faulting-dialect.ts';
import { migrate } from './migrate.ts';
import type { Tables } from './tables.ts';

/** The database of this process, migrated. */
export interface Database {
  readonly db: Kysely<Tables>;
  /** How the job queue reaches the same database. */
  readonly queue: ConstructorOptions;
  /** Rejects with a Fault when the database does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

const MAX_CONNECTIONS = 10;
/** Within the time that an invoke has, so that a dead database still becomes an answer. */
const CONNECT_WITHIN_MS = 3000;
const QUERY_WITHIN_MS = 5000;

/**
 * Opens the database and brings it to this program's version. Throws `DataDirInUse` or
 * `DatabaseTooNew`. `onError` hears of connections that break while nobody uses them.
 */
export async function openDatabase(
  config: Config['database'],
  onError: (error: unknown) => void,
): Promise<Database> {
  const opened =
    config.type === 'postgres' ? openPostgres(config.url, onError) : await openEmbedded(config);
  try {
    await migrate(opened.db);
  } catch (error) {
    await opened.close();
    throw error;
  }
  return {
    ...opened,
    async ping() {
      await sql`select 1`.execute(opened.db);
    },
  };
}

/** The time of the database, which all processes on it share. */
export async function databaseNow(db: Kysely<Tables>): Promise<Date> {
  const { rows } = await sql<{ readonly now: Date }>`select now()`.execute(db);
  const [row] = rows;
  if (!row) throw new Error('The database does not tell the time');
  return row.now;
}

type Opened = Omit<Database, 'ping'>;

function openPostgres(url: string, onError: (error: unknown) => void): Opened {
  const pool = new pg.Pool({
    connectionString: url,
    max: MAX_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_WITHIN_MS,
    query_timeout: QUERY_WITHIN_MS,
    keepAlive: true,
  });
  pool.on('error', onError);
  // A connection that breaks under a query fails that query, and also says so on its own.
  pool.on('connect', (client) => client.on('error', onError));
  const dialect = new PostgresDialect({ pool });
  const db = new Kysely<Tables>({ dialect: faultingDialect(dialect) });
  return {
    db,
    queue: {
      connectionString: url,
      connectionTimeoutMillis: CONNECT_WITHIN_MS,
    },
    close: () => db.destroy(),
  };
}

/** The lock comes first: a second process would destroy the files by opening them. */
async function openEmbedded({ dataDir }: { readonly dataDir: string }): Promise<Opened> {
  const unlock = lockDataDir(dataDir);
  try {
    const pglite = await PGlite.create(`${dataDir}/postgres`);
    const dialect = new PGliteDialect({ pglite });
    const db = new Kysely<Tables>({ dialect: faultingDialect(dialect) });
    return {
      db,
      queue: { db: fromPglite(pglite), backend: 'pglite' },
      async close() {
        await db.destroy();
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}
