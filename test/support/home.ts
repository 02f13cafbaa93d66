import { type Database, openDatabase } from '../../src/database/database.ts';
import { newDataDir } from './data-dir.ts';
import { sharedPostgres } from './postgres.ts';

export type DatabaseKind = 'PGlite' | 'PostgreSQL';
export const DATABASE_KINDS: readonly DatabaseKind[] = ['PGlite', 'PostgreSQL'];

/** Where a program finds its database: the variables that say so. */
export type Home = Readonly<Record<string, string>>;

/** An empty database for a program of its own. */
export async function newHome(kind: DatabaseKind): Promise<Home> {
  if (kind === 'PGlite') return { DATA_DIR: await newDataDir() };
  return { DATABASE_URL: await (await sharedPostgres()).createDatabase() };
}

/** Looks into a database that no process has open. */
export async function lookInto<T>(
  { DATABASE_URL, DATA_DIR = '' }: Home,
  look: (database: Database) => Promise<T>,
): Promise<T> {
  const database = await openDatabase(
    DATABASE_URL
      ? { type: 'postgres', url: DATABASE_URL }
      : { type: 'embedded', dataDir: DATA_DIR },
    (error) => {
      throw error;
    },
  );
  try {
    return await look(database);
  } finally {
    await database.close();
  }
}
