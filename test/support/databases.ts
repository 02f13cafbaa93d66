import { rm } from 'node:fs/promises';
import { type Database, openDatabase } from '../../src/database/database.ts';
import { newDataDir } from './data-dir.ts';
import { sharedPostgres } from './postgres.ts';

type Settings = Parameters<typeof openDatabase>[0];

const KINDS: Readonly<Record<string, () => Promise<Settings>>> = {
  PGlite: async () => ({ type: 'embedded', dataDir: await newDataDir() }),
  PostgreSQL: async () => ({
    type: 'postgres',
    url: await (await sharedPostgres()).createDatabase(),
  }),
};

/** Preparing the first database of a run takes longer than any test. */
const OPEN_MS = 30_000;

/** Declares the block once for each kind of database, with an empty one of its own for each. */
export function onEachDatabase(deed: string, block: (database: () => Database) => void): void {
  for (const [kind, settings] of Object.entries(KINDS)) {
    describe(`${deed}, on ${kind}`, () => {
      let opened: Database | undefined;
      let given: Settings;
      before(async function () {
        this.timeout(OPEN_MS);
        given = await settings();
        opened = await openDatabase(given, () => undefined);
      });
      after(async () => {
        await opened?.close();
        if (given.type === 'embedded') await rm(given.dataDir, { recursive: true });
      });
      block(() => {
        if (!opened) throw new Error('Only tests and hooks can use the database');
        return opened;
      });
    });
  }
}
