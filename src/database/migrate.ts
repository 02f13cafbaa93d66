import type { Kysely } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { up as requests } from './migrations/0001-requests.ts';
import { up as audit } from './migrations/0002-audit.ts';
import { up as auditAppend } from './migrations/0003-audit-append.ts';
import { up as publishAsked } from './migrations/0004-publish-asked.ts';
import { up as claimRequest } from './migrations/0005-claim-request.ts';
import type { Tables } from './tables.ts';

/** In the order of their names; one that has been released never changes again. */
const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-requests': { up: requests },
  '0002-audit': { up: audit },
  '0003-audit-append': { up: auditAppend },
  '0004-publish-asked': { up: publishAsked },
  '0005-claim-request': { up: claimRequest },
};

/** The database was written by a later version of this program. */
export class DatabaseTooNew extends Error {
  override readonly name = 'DatabaseTooNew';
  constructor(migration: string) {
    super(
      `The database is newer than this program: it has ${migration}. Start the version that wrote it, or a later one`,
    );
  }
}

/** Brings the database to this program's version; several processes may do so at once. */
export async function migrate(db: Kysely<Tables>): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve({ ...MIGRATIONS }) },
    allowUnorderedMigrations: true,
  });
  const unknown = await unknownMigration(db);
  if (unknown !== undefined) throw new DatabaseTooNew(unknown);
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}

/** A migration in the database that this program does not have. */
async function unknownMigration(db: Kysely<Tables>): Promise<string | undefined> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(({ name }) => name === 'kysely_migration')) return undefined;
  const rows = await db
    .withTables<{ kysely_migration: { readonly name: string } }>()
    .selectFrom('kysely_migration')
    .select('name')
    .execute();
  return rows.map(({ name }) => name).find((name) => !Object.hasOwn(MIGRATIONS, name));
}
