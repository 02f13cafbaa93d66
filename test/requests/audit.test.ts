import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../../src/database/tables.ts';
import { append, entryOf, findBrokenLink } from '../../src/requests/audit.ts';
import { onEachDatabase } from '../support/databases.ts';
import { later, MEGAN } from '../support/requests.ts';
import { aDesk, type Desk, FakeJobs } from './desk.ts';

const remind = (n: number) => ({ type: 'remind', at: later(n * 1000) }) as const;

class Undo extends Error {}

/** The query with which operators look for it themselves. */
const [, byHand = ''] =
  /```sql\n(.*?)```/s.exec(readFileSync(join(import.meta.dirname, '../../SECURITY.md'), 'utf8')) ??
  [];

onEachDatabase('the audit', (database) => {
  let desk: Desk;
  let id: string;
  let other: string;
  /** Numbers of the rows of one request: the asking and four reminders. */
  let rows: readonly number[];
  before(async () => {
    desk = aDesk(database().db, new FakeJobs());
    id = (await desk.aStored()).request.id;
    for (const n of [1, 2, 3, 4]) await desk.store.note(id, remind(n), []);
    rows = (await desk.db.selectFrom('audit').select('seq').orderBy('seq').execute()).map(
      ({ seq }) => seq,
    );
    other = (await desk.aStored()).request.id;
  });

  /** The broken link after somebody with every right has done this; then undoes it. */
  async function brokenBy(
    tamper: (db: Kysely<Tables>, seq: readonly number[]) => Promise<unknown>,
  ): Promise<number | undefined> {
    let broken: number | undefined;
    const tampering = desk.db.transaction().execute(async (db) => {
      await sql`alter table audit disable trigger audit_append_only`.execute(db);
      await tamper(db, rows);
      broken = await findBrokenLink(db);
      const { rows: named } = await sql.raw<{ readonly seq: number }>(byHand).execute(db);
      assert.equal(named[0]?.seq, broken);
      throw new Undo();
    });
    await assert.rejects(tampering, Undo);
    return broken;
  }

  /** Puts the hash right for the row's own text. */
  const rehash = (db: Kysely<Tables>, seq: number | undefined) =>
    sql`update audit set hash = encode(sha256(convert_to(previous || entry, 'UTF8')), 'hex')
      where seq = ${seq}`.execute(db);

  it('tells what happened to a request, oldest first', async () => {
    assert.deepEqual(
      (await desk.history(id)).map(({ type, at }) => [type, at]),
      [
        ['ask', later(0)],
        ['remind', later(1000)],
        ['remind', later(2000)],
        ['remind', later(3000)],
        ['remind', later(4000)],
      ],
    );
  });

  it('is whole when nobody has touched it', async () => {
    assert.equal(await findBrokenLink(desk.db), undefined);
    assert.deepEqual((await sql.raw(byHand).execute(desk.db)).rows, []);
  });

  for (const statement of [
    "update audit set entry = '{}'",
    'delete from audit',
    'truncate audit',
    'delete from audit where false',
  ]) {
    it(`refuses: ${statement}`, async () => {
      await assert.rejects(sql.raw(statement).execute(desk.db), /append-only/);

      assert.equal((await desk.history(id)).length, 5);
    });
  }

  it('notices a changed entry', async () => {
    const broken = await brokenBy((db, seq) =>
      sql`update audit set entry = replace(entry, 'remind', 'reject')
        where seq = ${seq[2]}`.execute(db),
    );

    assert.equal(broken, rows[2]);
  });

  it('notices a changed entry whose own hash was put right', async () => {
    const broken = await brokenBy(async (db, seq) => {
      await sql`update audit set entry = replace(entry, 'remind', 'reject')
        where seq = ${seq[2]}`.execute(db);
      await rehash(db, seq[2]);
    });

    assert.equal(broken, rows[3]);
  });

  it('notices a row that no longer names the one before', async () => {
    const broken = await brokenBy((db, seq) =>
      sql`update audit set previous = '' where seq = ${seq[2]}`.execute(db),
    );

    assert.equal(broken, rows[2]);
  });

  it('notices a row that was moved to another request, or to another time', async () => {
    const moved = await brokenBy((db, seq) =>
      sql`update audit set request_id = ${other}
        where seq = ${seq[2]}`.execute(db),
    );
    const dated = await brokenBy((db, seq) =>
      sql`update audit set at = at + interval '1 day' where seq = ${seq[1]}`.execute(db),
    );

    assert.deepEqual([moved, dated], [rows[2], rows[1]]);
  });

  for (const [what, at] of [
    ['the first row', 0],
    ['a row in the middle', 2],
  ] as const) {
    it(`notices that ${what} was removed`, async () => {
      const broken = await brokenBy((db, seq) =>
        db
          .deleteFrom('audit')
          .where('seq', '=', seq[at] ?? 0)
          .execute(),
      );

      assert.equal(broken, rows[at + 1]);
    });
  }

  it('notices a row that was put in between', async () => {
    const broken = await brokenBy(async (db, [, , second]) => {
      await sql`alter table audit alter seq drop identity`.execute(db);
      await sql`update audit set seq = seq * 10`.execute(db);
      const between = (second ?? 0) * 10 + 5;
      await sql`insert into audit (seq, request_id, at, entry, previous, hash)
        select ${between}::int, request_id, at, entry, hash, '' from audit
        where seq = ${between - 5}`.execute(db);
      await rehash(db, between);
    });

    assert.equal(broken, (rows[3] ?? 0) * 10);
  });

  it('chains rows of many who write at once', async () => {
    const requests = await Promise.all([1, 2, 3, 4, 5].map(() => desk.aStored()));

    await Promise.all(
      requests.flatMap(({ request }) =>
        [1, 2, 3, 4, 5].map((n) => desk.store.note(request.id, remind(n), [])),
      ),
    );

    assert.equal(await findBrokenLink(desk.db), undefined);
    const links = await desk.db.selectFrom('audit').select('previous').distinct().execute();
    const { count } = await desk.db
      .selectFrom('audit')
      .select((all) => all.fn.countAll<string>().as('count'))
      .executeTakeFirstOrThrow();
    assert.equal(links.length, Number(count));
  });

  it('keeps what people wrote to the letter', async () => {
    const { request } = await desk.aStored();
    const comment = 'Nein — "später"; \\ 🚫';
    await desk.db.transaction().execute((db) =>
      append(
        db,
        entryOf(request.id, {
          type: 'reject',
          by: MEGAN,
          at: later(1),
          mayDecide: true,
          comment,
        }),
      ),
    );

    assert.equal((await desk.history(request.id)).at(-1)?.comment, comment);
    assert.equal(await findBrokenLink(desk.db), undefined);
  });
});
