import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Tables } from '../database/tables.ts';

/**
 * A statement that is part of the one that changes a request. It reads from `changed`, which has the
 * id of the request, and no row when nothing was changed.
 */
export type Part = RawBuilder<unknown>;

/** A part, where there is one, behind others that stand in a `with`. */
export const also = (name: string, part: Part | undefined): RawBuilder<unknown> =>
  part ? sql`, ${sql.ref(name)} as (${part})` : sql``;

/** Makes the statement without a change of the request. */
export async function alone(db: Kysely<Tables>, requestId: string, part: Part): Promise<void> {
  await sql`with changed as (select ${requestId}::text as id) ${part}`.execute(db);
}
