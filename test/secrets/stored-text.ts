import { sql } from 'kysely';
import type { Database } from '../../src/database/database.ts';
import type { Piece } from './told.ts';

/** Every column of every table, by schema, table and column: also of the job queue; bytes as text. */
export async function storedText({ db }: Database): Promise<readonly Piece[]> {
  const { rows: columns } = await sql<{
    readonly schema: string;
    readonly table: string;
    readonly column: string;
    readonly type: string;
  }>`
    select table_schema as schema, table_name as "table", column_name as "column", data_type as type
    from information_schema.columns
    join information_schema.tables using (table_schema, table_name)
    where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')
  `.execute(db);
  const stored: Piece[] = [];
  for (const { schema, table, column, type } of columns) {
    const value = sql.ref(column);
    const { rows } = await sql<{ readonly text: string | null }>`
      select ${type === 'bytea' ? sql`encode(${value}, 'escape')` : sql`${value}::text`} as text
      from ${sql.table(`${schema}.${table}`)}`.execute(db);
    const name = `${schema}.${table}.${column}`;
    stored.push(...rows.flatMap(({ text }) => (text === null ? [] : [{ name, text }])));
  }
  return stored;
}
