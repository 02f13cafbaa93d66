import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Tables } from '../database/tables.ts';

/**
 * A statement that is part of the one that changes a request. It reads from `changed`, which has the
 * id of the request, and no row when nothing was changed.
 */
export type Part = RawBuilder<unknown>;

/** Parts behind others that stand in a `with`. */
export const also = (parts: readonly Part[] = []): RawBuilder<unknown> =>
  sql.join(
    parts.map((part, index) => sql`, ${sql.ref(`part_${index}`)} as (${part})`),
    sql``,
  );

/** Makes the statement without a change of the request. */
export async function alone(db: Kysely<Tables>, requestId: string, part: Part): Promise<void> {
  await sql`with changed as (select ${requestId}::text as id) ${part}`.execute(db);
}
