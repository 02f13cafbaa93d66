import { createHash } from 'node:crypto';
import { type Kysely, type RawBuilder, type Selectable, sql } from 'kysely';
import { z } from 'zod';
import type { AuditTable, Tables } from '../database/tables.ts';
import { Entry, type Happening } from './history.ts';

/** What happened to a request, as it is written down. */
export interface EntryText {
  readonly request: string;
  readonly at: Date;
  readonly text: string;
}

export const entryOf = (request: string, happening: Happening): EntryText => ({
  request,
  at: happening.at,
  text: JSON.stringify({ request, ...happening }),
});

export const readEntry = ({ text }: Pick<EntryText, 'text'>): Entry =>
  Entry.parse(JSON.parse(text));

/**
 * Adds an entry to the chain, as part of a statement. Until its transaction ends nobody else can add,
 * so what comes after it, as the parts of a change do, may touch the request's own rows only.
 */
export const appending = ({ request, at, text }: EntryText): RawBuilder<unknown> =>
  sql`audit_append(${request}, ${at}, ${text})`;

/** The same by itself. */
export async function append(db: Kysely<Tables>, entry: EntryText): Promise<void> {
  await sql`select ${appending(entry)}`.execute(db);
}

/** What happened to the request of the row that is selected, oldest first, as `Entries` reads it. */
export const entriesOf = sql<unknown>`coalesce(
  (select jsonb_agg(entry order by seq) from audit where request_id = request.id), '[]'
)`.as('entries');

export const Entries = z.array(z.string().transform((text) => readEntry({ text })));

/** The first row that was changed, or that follows on one that is gone; undefined when none is. */
export async function findBrokenLink(db: Kysely<Tables>): Promise<number | undefined> {
  let previous = '';
  const rows = await db.selectFrom('audit').selectAll().orderBy('seq').execute();
  for (const row of rows) {
    const hash = createHash('sha256').update(`${previous}${row.entry}`).digest('hex');
    if (row.previous !== previous || row.hash !== hash || !isFiledRight(row)) return row.seq;
    previous = hash;
  }
  return undefined;
}

const Filed = z.object({ request: z.string(), at: z.string() });

/** Whether the columns, which are not hashed, say the same as the entry. */
function isFiledRight({ entry, request_id, at }: Selectable<AuditTable>): boolean {
  const filed = Filed.parse(JSON.parse(entry));
  return filed.request === request_id && filed.at === at.toISOString();
}
