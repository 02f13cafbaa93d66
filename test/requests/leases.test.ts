import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { useFakeTimers } from 'sinon';
import { readAttempts } from '../../src/requests/attempts.ts';
import { isHeld, Leases } from '../../src/requests/leases.ts';
import { readStored } from '../../src/requests/request-reader.ts';
import { onEachDatabase } from '../support/databases.ts';
import { untilOneWaits } from '../support/locks.ts';
import { until } from '../support/until.ts';
import { aDesk, FakeJobs, newId } from './desk.ts';

onEachDatabase('a lease', (database) => {
  let leases: Leases;
  let id: string;
  let name: string;
  const errors: unknown[] = [];
  beforeEach(async () => {
    const { db } = database();
    leases = new Leases(db, newId, (error) => errors.push(error));
    ({ id } = (await aDesk(db, new FakeJobs()).aStored()).request);
    name = `provision ${id}`;
  });

  const row = () =>
    database().db.selectFrom('lease').selectAll().where('name', '=', name).executeTakeFirst();

  const leave = (seconds: number) =>
    database()
      .db.updateTable('lease')
      .set({ until: sql<Date>`now() + make_interval(secs => ${seconds})` })
      .where('name', '=', name)
      .execute();

  const runOut = () => leave(-1);

  /** Seconds until it runs out, by the clock of the database. */
  async function left() {
    const { rows } = await sql<{ left: number }>`
      select extract(epoch from until - now())::float as left from lease
      where name = ${name}`.execute(database().db);
    return rows[0]?.left ?? Number.NaN;
  }

  async function claimed() {
    const claim = await leases.claim('provision', id);
    assert.ok(claim);
    return claim.lease;
  }

  const anAttempt = () => ({
    id: newId('attempt'),
    request_id: id,
    baseline: '["before"]',
    started_at: new Date(),
    outcome: null,
    ended_at: null,
  });

  it('is one person’s while it is held', async () => {
    const lease = await claimed();

    assert.equal(await leases.claim('provision', id), undefined);
    assert.equal(lease.held(), true);
    assert.equal((await row())?.owner, lease.owner);
    await lease.release();
  });

  it('goes to one of 20 who claim it at once', async () => {
    const claims = await Promise.all(
      Array.from({ length: 20 }, () => leases.claim('provision', id)),
    );

    const won = claims.filter((claim) => claim !== undefined);
    assert.equal(won.length, 1);
    await won[0]?.lease.release();
  });

  it('comes with the request and what was tried for it', async () => {
    const { db } = database();
    const attempt = anAttempt();
    await db.insertInto('attempt').values(attempt).execute();

    const claim = await leases.claim('provision', id, sql`'2030-01-02T03:04:05Z'::timestamptz`);

    assert.ok(claim);
    assert.deepEqual(readStored(claim.row), await aDesk(db, new FakeJobs()).store.find(id));
    assert.deepEqual(readAttempts(claim.row.attempts), [
      {
        id: attempt.id,
        baseline: ['before'],
        startedAt: attempt.started_at,
        outcome: undefined,
        endedAt: undefined,
      },
    ]);
    assert.equal(claim.row.publish_asked, 0);
    assert.deepEqual(claim.row.looked_at, new Date('2030-01-02T03:04:05Z'));
    await claim.lease.release();
  });

  it('comes with what its last holder wrote as it gave it back', async () => {
    const { db } = database();
    const last = await claimed();
    let next: ReturnType<Leases['claim']> | undefined;

    await db.transaction().execute(async (trx) => {
      await trx.insertInto('attempt').values(anAttempt()).execute();
      await trx.deleteFrom('lease').where('name', '=', name).execute();
      next = leases.claim('provision', id);
      await untilOneWaits(trx);
    });

    const claim = await next;
    assert.ok(claim);
    assert.equal(readAttempts(claim.row.attempts).length, 1);
    await Promise.all([last.release(), claim.lease.release()]);
  });

  it('of a request that is not there is nobody’s', async () => {
    assert.equal(await leases.claim('provision', newId('request')), undefined);
  });

  it('of one work does not stand in the way of another', async () => {
    const lease = await claimed();

    const other = await leases.claim('publish', id);

    assert.ok(other);
    await Promise.all([lease.release(), other.lease.release()]);
  });

  it('can be claimed again after its release', async () => {
    const lease = await claimed();
    await lease.release();

    const next = await claimed();

    assert.notEqual(next.owner, lease.owner);
    await next.release();
  });

  it('can be claimed again when it has run out', async () => {
    const lease = await claimed();
    await runOut();

    const next = await claimed();

    assert.notEqual(next.owner, lease.owner);
    await Promise.all([lease.release(), next.release()]);
  });

  it('lasts about ten seconds by the clock of the database', async () => {
    const lease = await claimed();

    const seconds = await left();

    assert.ok(seconds > 8 && seconds <= 10, `${seconds}`);
    await lease.release();
  });

  it('of somebody else stays when the one before is given back', async () => {
    const before = await claimed();
    await runOut();
    const lease = await claimed();

    await before.release();

    assert.equal((await row())?.owner, lease.owner);
    await lease.release();
  });

  describe('is renewed', () => {
    it('while its process lives', async () => {
      const timers = useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
      try {
        const lease = await claimed();
        await leave(5);

        timers.tick(3000);

        assert.ok(await until(async () => (await left()) > 8));
        assert.ok(lease.held());
        await lease.release();
      } finally {
        timers.restore();
      }
    });

    it('not after its release', async () => {
      const timers = useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
      try {
        const lease = await claimed();

        await lease.release();

        assert.equal(timers.countTimers(), 0);
      } finally {
        timers.restore();
      }
    });

    it('unless somebody else has it, which it then knows', async () => {
      const timers = useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
      try {
        const lease = await claimed();
        await runOut();
        const next = await claimed();

        timers.tick(3000);

        await until(() => Promise.resolve(!lease.held()));
        assert.equal((await row())?.owner, next.owner);
        assert.ok(next.held());
        await Promise.all([lease.release(), next.release()]);
      } finally {
        timers.restore();
      }
    });

    it('unless the database fails, of which is told', async () => {
      const timers = useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
      try {
        const lease = await claimed();
        await sql`alter table lease rename to lease_away`.execute(database().db);
        errors.length = 0;

        timers.tick(3000);

        await until(() => Promise.resolve(errors.length === 1));
        await sql`alter table lease_away rename to lease`.execute(database().db);
        await lease.release();
      } finally {
        timers.restore();
      }
    });
  });

  it('counts for less than it lasts when it is not renewed', async () => {
    const timers = useFakeTimers({ toFake: ['performance'] });
    try {
      const lease = await claimed();

      timers.tick(7999);
      assert.equal(lease.held(), true);
      timers.tick(1);
      assert.equal(lease.held(), false);

      await lease.release();
    } finally {
      timers.restore();
    }
  });

  describe('in a transaction', () => {
    it('is held by its owner alone', async () => {
      const lease = await claimed();

      const { db } = database();
      assert.equal(await db.transaction().execute((trx) => isHeld(trx, lease)), true);
      const other = { ...lease, owner: 'somebody else' };
      assert.equal(await db.transaction().execute((trx) => isHeld(trx, other)), false);
      await lease.release();
    });

    it('is not held when it has run out, or was given back', async () => {
      const lease = await claimed();
      await runOut();
      const { db } = database();

      assert.equal(await db.transaction().execute((trx) => isHeld(trx, lease)), false);
      await lease.release();
      assert.equal(await db.transaction().execute((trx) => isHeld(trx, lease)), false);
    });

    it('stays until the transaction ends', async () => {
      const lease = await claimed();
      const { db } = database();
      const order: string[] = [];
      let taking: Promise<unknown> | undefined;

      await db.transaction().execute(async (trx) => {
        await isHeld(trx, lease);
        taking = runOut().then(() => order.push('taken'));
        for (let i = 0; i < 10; i++) await sql`select 1`.execute(trx);
        order.push('done');
      });

      await taking;
      assert.deepEqual(order, ['done', 'taken']);
      await lease.release();
    });
  });

  it('is nobody’s after all were cleared', async () => {
    const lease = await claimed();

    await leases.clear();

    assert.equal(await row(), undefined);
    await lease.release();
  });
});
