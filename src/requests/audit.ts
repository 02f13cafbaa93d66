import { createHash } from 'node:crypto';
import { type Kysely, type Selectable, sql } from 'kysely';
import { z } from 'zod';
import type { AuditTable, Tables } from '../database/tables.ts';
import { Entry, type Happening } from './history.ts';

/** Any number; it names the lock under which rows are chained. */
const CHAIN_LOCK = 5_070_733;

/**
 * Adds what happened to the chain. Comes last in its transaction: until that ends, nobody else can
 * add.
 */
export async function append(
  db: Kysely<Tables>,
  requestId: string,
  happening: Happening,
): Promise<void> {
  const entry = JSON.stringify({ request: requestId, ...happening });
  await sql`select pg_advisory_xact_lock(${sql.lit(CHAIN_LOCK)})`.execute(db);
  await sql`
    insert into audit (request_id, at, entry, previous, hash)
    select ${requestId}, ${happening.at}, ${entry}, previous,
      encode(sha256(convert_to(previous || ${entry}, 'UTF8')), 'hex')
    from (
      select coalesce((select hash from audit order by seq desc limit 1), '') as previous
    ) as tail`.execute(db);
}

/** What happened to a request, oldest first. */
export async function historyOf(db: Kysely<Tables>, requestId: string): Promise<readonly Entry[]> {
  const rows = await db
    .selectFrom('audit')
    .select('entry')
    .where('request_id', '=', requestId)
    .orderBy('seq')
    .execute();
  return rows.map(({ entry }) => Entry.parse(JSON.parse(entry)));
}

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
