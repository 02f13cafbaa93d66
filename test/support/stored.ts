import type { Kysely } from 'kysely';
import type { Tables } from '../../src/database/tables.ts';

const TABLES = [
  'form',
  'request',
  'approver',
  'attempt',
  'audit',
  'place',
  'person',
  'waiting_action',
] as const satisfies readonly (keyof Tables)[];

/** Every row that people's deeds leave, to see that something has left none. */
export async function everythingStored(db: Kysely<Tables>): Promise<Record<string, unknown>> {
  const rows = await Promise.all(
    TABLES.map(async (table) => [table, await db.selectFrom(table).selectAll().execute()] as const),
  );
  return Object.fromEntries(rows);
}
