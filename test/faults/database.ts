import { Client } from 'pg';
import { sharedPostgres } from '../support/postgres.ts';

/** Lends an empty database, which is gone afterwards: hundreds of them would fill a disk. */
export async function withDatabase<T>(use: (url: string) => Promise<T>): Promise<T> {
  const url = await (await sharedPostgres()).createDatabase();
  try {
    return await use(url);
  } finally {
    const server = new Client({ connectionString: url.replace(/[^/]+$/, 'postgres') });
    await server.connect();
    await server.query(`DROP DATABASE ${url.replace(/^.*\//, '')} WITH (FORCE)`);
    await server.end();
  }
}
