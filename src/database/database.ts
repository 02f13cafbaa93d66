import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import type { ConstructorOptions } from 'pg-boss';
import type { Config } from '../config.ts';
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
/** Who reads after a lock was waited for must see what came meanwhile, whatever a server's default. */
const READ_COMMITTED = "set default_transaction_isolation = 'read committed'";

/**
 * Opens the database and brings it to this program's version. Throws `DataDirInUse` or
 * `DatabaseTooNew`. `onError` hears of connections that break while nobody uses them.
 */
export async function openDatabase(
  config: Config['database'],
  onError: (error: unknown) => void,
): Promise<Database> {
  const opened =
    config.type === 'postgres'
      ? openPostgres(config.url, onError)
      : await openInProcess(config.dataDir, onError);
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

/** The time of the database, which all processes on it share, as part of a statement. */
export const databaseNow = () => sql<Date>`now()`;

type Opened = Omit<Database, 'ping'>;

function openPostgres(url: string, onError: (error: unknown) => void): Opened {
  const pool = new pg.Pool({
    connectionString: url,
    max: MAX_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_WITHIN_MS,
    query_timeout: QUERY_WITHIN_MS,
    keepAlive: true,
    onConnect: (client) => client.query(READ_COMMITTED),
  });
  const db = openPool(pool, onError);
  return {
    db,
    queue: {
      connectionString: url,
      connectionTimeoutMillis: CONNECT_WITHIN_MS,
    },
    close: () => db.destroy(),
  };
}

async function openInProcess(dataDir: string, onError: (error: unknown) => void): Promise<Opened> {
  // Who has a server need not load one.
  const { openEmbedded } = await import('./embedded.ts');
  const embedded = await openEmbedded(dataDir, onError);
  const db = openPool(embedded.pool, onError);
  return {
    db,
    queue: { db: queueOn(embedded.pool), backend: 'pglite' },
    async close() {
      await db.destroy();
      await embedded.close();
    },
  };
}

function openPool(pool: pg.Pool, onError: (error: unknown) => void): Kysely<Tables> {
  pool.on('error', onError);
  // A connection that breaks under a query fails that query, and also says so on its own.
  pool.on('connect', (client) => client.on('error', onError));
  return new Kysely<Tables>({ dialect: faultingDialect(new PostgresDialect({ pool })) });
}

/** pg-boss expects that a failed statement leaves nothing behind, so its connection is given up. */
const queueOn = (pool: pg.Pool): ConstructorOptions['db'] => ({
  async executeSql(text, values) {
    const client = await pool.connect();
    try {
      const result = await client.query(text, values);
      client.release();
      return result;
    } catch (error) {
      client.release(true);
      throw error;
    }
  },
});
