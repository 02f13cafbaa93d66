import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { type Database, openDatabase } from '../../src/database/database.ts';
import { DatabaseTooNew, migrate } from '../../src/database/migrate.ts';
import { onEachDatabase } from '../support/databases.ts';
import { sharedPostgres } from '../support/postgres.ts';
import { until } from '../support/until.ts';

const fail = (error: unknown): never => {
  throw error;
};

onEachDatabase('migrating', (database) => {
  const migrations = async () =>
    (
      await sql<{ name: string }>`select name from kysely_migration order by name`.execute(
        database().db,
      )
    ).rows.map(({ name }) => name);

  it('has brought a new database to this version', async () => {
    assert.deepEqual((await migrations()).slice(0, 2), ['0001-requests', '0002-audit']);
  });

  it('changes nothing of a database of this version', async () => {
    const before = await migrations();

    await migrate(database().db);

    assert.deepEqual(await migrations(), before);
  });

  it('refuses a database that a later version wrote, naming what it has', async () => {
    await sql`insert into kysely_migration values ('9999-later', '2030-01-01')`.execute(
      database().db,
    );

    await assert.rejects(
      migrate(database().db),
      (error) => error instanceof DatabaseTooNew && error.message.includes('9999-later'),
    );

    await sql`delete from kysely_migration where name = '9999-later'`.execute(database().db);
  });
});

describe('migrating a PostgreSQL', () => {
  it('can be done by four processes at once', async () => {
    const url = await (await sharedPostgres()).createDatabase();

    const opened = await Promise.all(
      [1, 2, 3, 4].map(() => openDatabase({ type: 'postgres', url }, fail)),
    );

    for (const { db } of opened) assert.deepEqual(await db.selectFrom('form').execute(), []);
    await Promise.all(opened.map((each) => each.close()));
  });

  it('gives its connections back when it is refused', async () => {
    const url = await (await sharedPostgres()).createDatabase();
    const database: Database = await openDatabase({ type: 'postgres', url }, fail);
    await sql`insert into kysely_migration values ('9999-later', '2030-01-01')`.execute(
      database.db,
    );

    await assert.rejects(openDatabase({ type: 'postgres', url }, fail), DatabaseTooNew);

    // The server takes a moment to see that they are gone.
    await until(async () => {
      const { rows } = await sql<{ count: string }>`
        select count(*) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()`.execute(database.db);
      return Number(rows[0]?.count) === 0;
    });
    await database.close();
  });
});
