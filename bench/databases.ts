import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { openDatabase } from '../src/database/database.ts';
import type { Tables } from '../src/database/tables.ts';
import { newDataDir } from '../test/support/data-dir.ts';
import type { PostgresServer } from '../test/support/postgres.ts';
import type { Kind } from './options.ts';
import { analyze, fill } from './stored/fill.ts';

/** How a program is told its database: DATABASE_URL or DATA_DIR. */
export type DatabaseVariables = Readonly<Record<string, string>>;

/** An empty database of this version, as after the first start. */
export const newDatabase = async (
  kind: Kind,
  postgres: PostgresServer,
): Promise<DatabaseVariables> =>
  kind === 'postgres'
    ? { DATABASE_URL: await postgres.createDatabase() }
    : { DATA_DIR: await newDataDir() };

/** A database with so many requests. */
export async function filledDatabase(
  kind: Kind,
  postgres: PostgresServer,
  stored: number,
): Promise<DatabaseVariables> {
  const variables = await newDatabase(kind, postgres);
  const { DATABASE_URL: url, DATA_DIR: dataDir = '' } = variables;
  const database = await openDatabase(
    url === undefined ? { type: 'embedded', dataDir } : { type: 'postgres', url },
    (error) => {
      throw error;
    },
  );
  const patient = url === undefined ? undefined : patientConnection(url);
  try {
    await fill(patient ? { ...database, db: patient } : database, stored);
    // Nobody ever analyzes the embedded one.
    if (patient) await analyze(patient);
  } finally {
    await patient?.destroy();
    await database.close();
  }
  return variables;
}

/** The program gives a statement a few seconds, in which no large table can be sorted. */
const patientConnection = (url: string): Kysely<Tables> =>
  new Kysely({ dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: url }) }) });

/** What a small server of one's own would have; the tests' has to share a machine with many. */
const SETTINGS = ['--shared_buffers=256MB', '--max_wal_size=8GB'];

/** The server's file also closes one after mocha's tests; here are none. */
export async function startServer(): Promise<PostgresServer> {
  Object.assign(globalThis, { after: () => undefined });
  const { startPostgres } = await import('../test/support/postgres.ts');
  return startPostgres(SETTINGS);
}
