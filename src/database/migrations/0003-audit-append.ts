import { type Kysely, sql } from 'kysely';

/**
 * Adds a row to the chain in one statement. The lock is held until the transaction ends; each
 * statement of the function sees what was committed before it, also by those it waited for.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function audit_append(of_request text, happened_at timestamptz, what text)
    returns void language plpgsql as $$
    declare
      last text;
    begin
      -- Any number; it names the lock under which rows are chained.
      perform pg_advisory_xact_lock(5070733);
      select coalesce((select hash from audit order by seq desc limit 1), '') into last;
      insert into audit (request_id, at, entry, previous, hash)
      values (
        of_request, happened_at, what, last,
        encode(sha256(convert_to(last || what, 'UTF8')), 'hex')
      );
    end $$`.execute(db);
}
