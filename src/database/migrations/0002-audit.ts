import { type Kysely, sql } from 'kysely';

/** A chain of what happened, to which rows can only be added. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table audit (
      seq integer generated always as identity primary key,
      request_id text not null references request,
      at timestamptz not null,
      entry text not null,
      previous text not null,
      hash text not null
    )`.execute(db);
  await sql`create index audit_request on audit (request_id, seq)`.execute(db);
  await sql`
    create function audit_is_append_only() returns trigger language plpgsql as $$
    begin
      raise exception 'The audit is append-only';
    end $$`.execute(db);
  await sql`
    create trigger audit_append_only before update or delete or truncate on audit
    for each statement execute function audit_is_append_only()`.execute(db);
}
