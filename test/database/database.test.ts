import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { sql } from 'kysely';
import { DataDirInUse } from '../../src/database/data-dir-lock.ts';
import { openDatabase } from '../../src/database/database.ts';
import { Fault } from '../../src/errors.ts';
import { newDataDir } from '../support/data-dir.ts';
import { onEachDatabase } from '../support/databases.ts';
import { type PostgresServer, sharedPostgres, startPostgres } from '../support/postgres.ts';
import { until } from '../support/until.ts';

const fail = (error: unknown): never => {
  throw error;
};

const DATABASE = new URL('../../src/database/database.ts', import.meta.url).href;

/** Opens the folder in a process of its own and adds a form; says `opened`, or the error's name. */
const SCRIPT = `
  const { openDatabase } = await import(${JSON.stringify(DATABASE)});
  try {
    const dataDir = process.argv[1];
    const { db } = await openDatabase({ type: 'embedded', dataDir }, console.error);
    await db.insertInto('form').values({
      id: 'f1', owner_id: 'alex', owner: '{}', status: 'open', draft: '{}', notice: null,
      replaces: null, origin: '{}', place: null, created_at: new Date(),
    }).execute();
    console.log('opened');
    setInterval(() => {}, 1e6);
  } catch (error) {
    console.log(error.name);
  }`;

const form = (id: string) => ({
  id,
  owner_id: 'alex',
  owner: '{}',
  status: 'open' as const,
  draft: '{}',
  notice: null,
  replaces: null,
  origin: '{}',
  place: null,
  created_at: new Date(0),
});

onEachDatabase('the database', (database) => {
  it('answers a ping', async () => {
    await database().ping();
  });

  it('reports what breaks a rule of its own as what it is', async () => {
    const { db } = database();
    await db.insertInto('form').values(form('twice')).execute();

    await assert.rejects(db.insertInto('form').values(form('twice')).execute(), { code: '23505' });
  });

  for (const [what, statement, code] of [
    ['a missing table', 'select 1 from nothing', '42P01'],
    ['a value that does not fit', "select 'x'::int", '22P02'],
    ['a broken reference', `insert into approver values ('no', 'alex', '{}')`, '23503'],
    ['a raised exception', `do $$ begin raise exception 'refused'; end $$`, 'P0001'],
  ] as const) {
    it(`reports ${what} as what it is`, async () => {
      await assert.rejects(sql.raw(statement).execute(database().db), { code });
    });
  }

  for (const [what, code] of [
    ['a shutdown', '57P01'],
    ['a full disk', '53100'],
    ['too many connections', '53300'],
    ['a broken connection', '08006'],
    ['a failure within', 'XX000'],
    ['a lock that is not to be had', '55P03'],
  ]) {
    it(`reports ${what} as an unavailable database`, async () => {
      const failing = sql
        .raw(`do $$ begin raise exception 'x' using errcode = '${code}'; end $$`)
        .execute(database().db);

      await assert.rejects(failing, (error) => {
        assert.ok(error instanceof Fault);
        assert.equal(error.code, 'database-unavailable');
        assert.ok(error.cause instanceof Error && 'code' in error.cause);
        assert.equal(error.cause.code, code);
        return true;
      });
    });
  }

  it('undoes a transaction that fails, and works on', async () => {
    const { db } = database();
    const failing = db.transaction().execute(async (trx) => {
      await trx.insertInto('form').values(form('undone')).execute();
      await sql`select 1 / 0`.execute(trx);
    });

    await assert.rejects(failing, { code: '22012' });

    const rows = await db.selectFrom('form').select('id').where('id', '=', 'undone').execute();
    assert.deepEqual(rows, []);
  });

  it('keeps 20 transactions at once apart', async () => {
    const { db } = database();
    const tags = Array.from({ length: 20 }, (_, i) => `tag-${i}`);

    const seen = await Promise.all(
      tags.map((tag) =>
        db.transaction().execute(async (trx) => {
          await sql`select set_config('bot.tag', ${tag}, true)`.execute(trx);
          await trx.insertInto('form').values(form(tag)).execute();
          const { rows } = await sql<{ tag: string; count: string }>`
            select current_setting('bot.tag') as tag, txid_current()::text as count`.execute(trx);
          return rows[0];
        }),
      ),
    );

    assert.deepEqual(
      seen.map((row) => row?.tag),
      tags,
    );
    assert.equal(new Set(seen.map((row) => row?.count)).size, 20);
  });

  it('does not show what a transaction has not committed', async () => {
    const { db } = database();
    const exists = () =>
      db.selectFrom('form').select('id').where('id', '=', 'hidden').executeTakeFirst();
    let looking: Promise<unknown> | undefined;

    const failing = db.transaction().execute(async (trx) => {
      await trx.insertInto('form').values(form('hidden')).execute();
      looking = exists();
      for (let i = 0; i < 5; i++) await sql`select 1`.execute(trx);
      throw new Error('given up');
    });

    await assert.rejects(failing, /given up/);
    assert.equal(await looking, undefined);
  });
});

describe('the embedded database', () => {
  const children: ChildProcess[] = [];
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
  });

  const dataDirs: string[] = [];
  after(async () => {
    for (const dataDir of dataDirs) await rm(dataDir, { recursive: true });
  });

  async function aDataDir(): Promise<string> {
    const dataDir = await newDataDir();
    dataDirs.push(dataDir);
    return dataDir;
  }

  async function inProcess(dataDir: string) {
    const args = ['--no-warnings', '--input-type=module', '-e', SCRIPT, dataDir];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(child);
    const [said] = await once(child.stdout, 'data');
    return { child, said: String(said).trim() };
  }

  it('keeps what was stored when it is opened again', async () => {
    const dataDir = await aDataDir();
    const first = await openDatabase({ type: 'embedded', dataDir }, fail);
    await first.db.insertInto('form').values(form('kept')).execute();
    await first.close();

    const second = await openDatabase({ type: 'embedded', dataDir }, fail);

    const rows = await second.db.selectFrom('form').select('id').execute();
    assert.deepEqual(rows, [{ id: 'kept' }]);
    await second.close();
  });

  it('leaves nothing of a statement of the queue that failed within its transaction', async () => {
    const dataDir = await aDataDir();
    const { db, queue, close } = await openDatabase({ type: 'embedded', dataDir }, fail);
    const find = () => db.selectFrom('form').select('id').where('id', '=', 'given up').execute();
    await find();

    const failing = queue.db?.executeSql(
      "begin; insert into lease (name, owner, until) values ('given up', '', now()); select nothing",
    );

    await assert.rejects(Promise.resolve(failing), /nothing/);
    // The same statement was prepared for the session that is gone.
    assert.deepEqual(await find(), []);
    assert.deepEqual(await db.selectFrom('lease').selectAll().execute(), []);
    await close();
  });

  it('is refused a second time in this process, and in another', async () => {
    const dataDir = await aDataDir();
    const database = await openDatabase({ type: 'embedded', dataDir }, fail);

    await assert.rejects(openDatabase({ type: 'embedded', dataDir }, fail), DataDirInUse);
    assert.equal((await inProcess(dataDir)).said, 'DataDirInUse');

    await database.ping();
    await database.close();
  });

  it('can be opened again after its process was killed, with all that it had committed', async () => {
    const dataDir = await aDataDir();
    const { child, said } = await inProcess(dataDir);
    assert.equal(said, 'opened');
    await assert.rejects(openDatabase({ type: 'embedded', dataDir }, fail), DataDirInUse);

    child.kill('SIGKILL');
    await once(child, 'exit');

    const database = await openDatabase({ type: 'embedded', dataDir }, fail);
    const rows = await database.db.selectFrom('form').select('id').execute();
    assert.deepEqual(rows, [{ id: 'f1' }]);
    await database.close();
  });

  it('frees its folder when it cannot be opened', async () => {
    const dataDir = await aDataDir();
    const database = await openDatabase({ type: 'embedded', dataDir }, fail);
    await sql`insert into kysely_migration values ('9999-later', '2030-01-01')`.execute(
      database.db,
    );
    await database.close();

    for (let i = 0; i < 2; i++) {
      await assert.rejects(openDatabase({ type: 'embedded', dataDir }, fail), {
        name: 'DatabaseTooNew',
      });
    }
  });
});

describe('a PostgreSQL with settings of its own', () => {
  it('shows each statement what was committed before it, whatever is usual there', async () => {
    const url = await (await sharedPostgres()).createDatabase();
    const first = await openDatabase({ type: 'postgres', url }, fail);
    await sql`
      do $$ begin execute format(
        'alter database %I set default_transaction_isolation = ''repeatable read''',
        current_database()
      ); end $$`.execute(first.db);
    await first.close();

    const second = await openDatabase({ type: 'postgres', url }, fail);

    const { rows } = await sql<{ isolation: string }>`
      select current_setting('transaction_isolation') as isolation`.execute(second.db);
    assert.deepEqual(rows, [{ isolation: 'read committed' }]);
    await second.close();
  });
});

describe('a PostgreSQL that goes away', () => {
  const unavailable = { code: 'database-unavailable' };
  /** One of its own, which recovers quickly. */
  let server: PostgresServer;
  before(async function () {
    this.timeout(30_000);
    server = await startPostgres();
  });
  after(() => server.close());

  it('is a Fault while it is away, and is used again by itself afterwards', async () => {
    const url = await server.createDatabase();
    const broken: unknown[] = [];
    const database = await openDatabase({ type: 'postgres', url }, (error) => broken.push(error));
    const { db } = database;
    await db.insertInto('form').values(form('before')).execute();

    const cut = db.transaction().execute(async (trx) => {
      await trx.insertInto('form').values(form('cut')).execute();
      await server.crash();
      await trx.insertInto('form').values(form('cut too')).execute();
    });

    try {
      await assert.rejects(cut, unavailable);
      await assert.rejects(database.ping(), unavailable);
      await assert.rejects(db.selectFrom('form').execute(), unavailable);
      await assert.rejects(
        db.transaction().execute(() => Promise.resolve()),
        unavailable,
      );
    } finally {
      await server.restart();
    }

    await until(() =>
      database.ping().then(
        () => true,
        () => false,
      ),
    );
    const rows = await db.selectFrom('form').select('id').execute();
    assert.deepEqual(rows, [{ id: 'before' }]);
    await database.close();
  });

  it('is a Fault from the start', async () => {
    const url = 'postgres://nobody@127.0.0.1:9/nothing';

    await assert.rejects(
      openDatabase({ type: 'postgres', url }, () => undefined),
      unavailable,
    );
  });

  it('tells of a connection that breaks while nobody uses it', async () => {
    const url = await (await sharedPostgres()).createDatabase();
    const broken: unknown[] = [];
    const database = await openDatabase({ type: 'postgres', url }, (error) => broken.push(error));
    const other = await openDatabase({ type: 'postgres', url }, fail);

    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`.execute(other.db);

    await until(() => Promise.resolve(broken.length > 0));
    await database.ping();
    await Promise.all([database.close(), other.close()]);
  });
});
