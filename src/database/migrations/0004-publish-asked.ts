import { type Kysely, sql } from 'kysely';

/** Counts how often publishing was asked for without a change of the request. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table request add column publish_asked integer not null default 0`.execute(db);
}
