import { sql } from 'kysely';
import type { Database } from '../../src/database/database.ts';

/** Keeps every row that is written from now on, whatever becomes of it, in a table of its own. */
export async function keepRows({ db }: Database): Promise<void> {
  await sql`create schema kept`.execute(db);
  await sql`create table kept.rows (written jsonb)`.execute(db);
  await sql`
    create function kept.keep() returns trigger language plpgsql as $$
    begin
      insert into kept.rows values (to_jsonb(new));
      return null;
    end $$`.execute(db);
  // A trigger of a partitioned table is one of all its partitions.
  const { rows } = await sql<{ readonly schema: string; readonly table: string }>`
    select nspname as schema, relname as "table"
    from pg_class join pg_namespace on pg_namespace.oid = relnamespace
    where relkind in ('r', 'p') and not relispartition
      and nspname not in ('kept', 'pg_catalog', 'information_schema')`.execute(db);
  for (const { schema, table } of rows) {
    await sql`
      create trigger kept after insert or update on ${sql.table(`${schema}.${table}`)}
      for each row execute function kept.keep()`.execute(db);
  }
}
