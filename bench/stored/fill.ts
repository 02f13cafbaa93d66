import { type Kysely, sql } from 'kysely';
import type { Database } from '../../src/database/database.ts';
import type { Tables } from '../../src/database/tables.ts';
import { createLog } from '../../src/log.ts';
import { jobQueue } from '../../src/requests/jobs.ts';
import { historyOf } from './history.ts';
import { type Past, pastOf } from './past.ts';
import { colleagues, MEASURED_PERSON } from './people.ts';
import { Chain, MET_IN, rowsOf } from './rows.ts';

const COLLEAGUES = 2000;
const BATCH = 1000;

type Columns = Readonly<Record<string, unknown>>;

/** In an order in which every row finds what it refers to. */
const TABLES = ['form', 'request', 'approver', 'attempt', 'place', 'audit'] as const;

/** Stores requests of a year as the program would have left them, with the jobs of the open ones. */
export async function fill(database: Database, count: number): Promise<void> {
  const { db } = database;
  const people = colleagues(COLLEAGUES);
  await insert(
    db,
    'person',
    people.map((person) => ({ id: person.id, person, personal_chat: null })),
  );
  await insert(db, 'person', [
    { id: MEASURED_PERSON.id, person: MEASURED_PERSON, personal_chat: MET_IN },
  ]);
  // Sorting each index at the end takes a fraction of the time that its single entries would.
  const indexes = await dropIndexes(db);
  const chain = new Chain();
  const waiting = new Map<string, Date>();
  // While one batch is being stored the next is made.
  let stored = Promise.resolve();
  for (const batch of batches(pastOf(count, people, new Date()))) {
    const rows = batch.map((past) => {
      const history = historyOf(past);
      const { request } = history;
      if ('expiresAt' in request) waiting.set(request.id, request.expiresAt);
      return { ...rowsOf(past, history), audit: chain.next(history) };
    });
    await stored;
    stored = db.transaction().execute(async (trx) => {
      // What rows refer to is there; to have each looked up would take most of the time.
      await sql`set local session_replication_role = replica`.execute(trx);
      for (const table of TABLES) {
        await insert(
          trx,
          table,
          rows.flatMap<Columns>((each) => each[table]),
        );
      }
    });
  }
  await stored;
  for (const index of indexes) await sql.raw(index).execute(db);
  await sendJobs(database, waiting);
}

/** Drops what no constraint needs; gives the statements that make them again. */
async function dropIndexes(db: Kysely<Tables>): Promise<readonly string[]> {
  const { rows } = await sql<{ readonly name: string; readonly definition: string }>`
    select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
    from pg_index
    where indrelid = any (${sql.val(TABLES.map(String))}::regclass[])
      and not exists (select from pg_constraint where conindid = indexrelid)`.execute(db);
  for (const { name } of rows) await sql`drop index ${sql.ref(name)}`.execute(db);
  return rows.map(({ definition }) => definition);
}

/** What a server does by itself sooner or later. */
export async function analyze(db: Kysely<Tables>): Promise<void> {
  for (const table of TABLES) await sql`analyze ${sql.table(table)}`.execute(db);
}

function* batches(pasts: Iterable<Past>): Generator<readonly Past[], void> {
  let batch: Past[] = [];
  for (const past of pasts) {
    if (batch.push(past) < BATCH) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}

/** In one statement, however many there are. */
async function insert(
  db: Kysely<Tables>,
  table: keyof Tables,
  rows: readonly Columns[],
): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const columns = sql.join(Object.keys(first).map((name) => sql.ref(name)));
  await sql`
    insert into ${sql.table(table)} (${columns})
    select ${columns}
    from jsonb_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows)}::jsonb)
  `.execute(db);
}

/** The jobs that end open requests some day; nothing of theirs is due while this runs. */
async function sendJobs(database: Database, waiting: ReadonlyMap<string, Date>): Promise<void> {
  const jobs = jobQueue(database, () => new Date(), createLog('silent'));
  const nothing = () => Promise.resolve();
  await jobs.start({ provision: nothing, publish: nothing, expire: nothing, remind: nothing });
  await database.db.transaction().execute(async (db) => {
    for (const [id, at] of waiting) await jobs.send(db, id, [{ job: 'expire', at }]);
  });
  await jobs.stop(0);
}
