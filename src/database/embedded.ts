import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import { lockDataDir } from './data-dir-lock.ts';
import { PGliteStream } from './pglite-stream.ts';
import { prepareStatements } from './prepared-statements.ts';

/** Plans that were made while a table was small must not stay when it is large. */
const FORGET_PLANS_EVERY_MS = 600_000;

/** The embedded database of this process, as a pool with its one connection. */
export interface Embedded {
  readonly pool: pg.Pool;
  /** After the pool was ended. */
  close(): Promise<void>;
}

/**
 * Opens the embedded database. The lock comes first: a second process would destroy the files by
 * opening them.
 */
export async function openEmbedded(
  dataDir: string,
  onError: (error: unknown) => void,
): Promise<Embedded> {
  const unlock = lockDataDir(dataDir);
  try {
    const pglite = await PGlite.create(`${dataDir}/postgres`);
    const pool = new pg.Pool({
      stream: () => new PGliteStream(pglite),
      // Nothing here may come from variables that are meant for another server.
      user: 'postgres',
      database: 'postgres',
      host: 'localhost',
      password: '',
      ssl: false,
      max: 1,
      idleTimeoutMillis: 0,
    });
    pool.on('connect', prepareStatements);
    const forget = () => pool.query('discard plans').catch(onError);
    const timer = setInterval(() => void forget(), FORGET_PLANS_EVERY_MS);
    return {
      pool,
      async close() {
        clearInterval(timer);
        await pglite.close();
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}
