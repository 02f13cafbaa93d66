import type { Config } from '../src/config.ts';
import { openDatabase } from '../src/database/database.ts';
import { newDataDir } from '../test/support/data-dir.ts';
import type { PostgresServer } from '../test/support/postgres.ts';
import { analyze, fill } from './fill.ts';

type Settings = Config['database'];

/** Where databases come from. */
export interface Kind {
  readonly name: string;
  readonly create: () => Promise<Settings>;
}

export const kinds = (postgres: PostgresServer): readonly Kind[] => [
  {
    name: 'PGlite',
    create: async () => ({ type: 'embedded', dataDir: await newDataDir() }),
  },
  {
    name: 'PostgreSQL',
    create: async () => ({ type: 'postgres', url: await postgres.createDatabase() }),
  },
];

/** A new database with so many requests; as a program's environment. */
export async function prepare(
  kind: Kind,
  stored: number,
): Promise<Readonly<Record<string, string>>> {
  const settings = await kind.create();
  const database = await openDatabase(settings, (error) => {
    throw error;
  });
  try {
    if (stored > 0) await fill(database, stored);
    // Nobody ever analyzes the embedded one.
    if (settings.type === 'postgres') await analyze(database);
  } finally {
    await database.close();
  }
  return settings.type === 'postgres'
    ? { DATABASE_URL: settings.url }
    : { DATA_DIR: settings.dataDir };
}

/** The server's file also closes one after mocha's tests; here are none. */
export async function startServer(): Promise<PostgresServer> {
  Object.assign(globalThis, { after: () => undefined });
  const { startPostgres } = await import('../test/support/postgres.ts');
  return startPostgres();
}
