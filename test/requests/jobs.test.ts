import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { createLog } from '../../src/log.ts';
import { type Job, type JobHandlers, type Jobs, jobQueue } from '../../src/requests/jobs.ts';
import type { Effect } from '../../src/requests/request.ts';
import { onEachDatabase } from '../support/databases.ts';
import { aPolicy, aRequest } from '../support/requests.ts';
import { until } from '../support/until.ts';
import { aDesk, type Desk, newId } from './desk.ts';

const log = createLog('silent');
const HOUR_MS = 3_600_000;
const inAnHour = () => new Date(Date.now() + HOUR_MS);

/** Writes down which jobs were run. */
class FakeHandlers {
  readonly ran: (Job & { readonly job: string })[] = [];
  /** What the next run of a job of a request does. */
  readonly act = new Map<string, () => Promise<void>>();
  readonly #handler = (job: string) => async (data: Job) => {
    this.ran.push({ ...data, job });
    const act = this.act.get(data.request);
    this.act.delete(data.request);
    await act?.();
  };
  readonly all: JobHandlers = {
    provision: this.#handler('provision'),
    publish: this.#handler('publish'),
    expire: this.#handler('expire'),
    remind: this.#handler('remind'),
  };
  of(request: string) {
    return this.ran.filter((each) => each.request === request);
  }
}

interface JobRow {
  readonly name: string;
  readonly state: string;
  readonly start_after: Date;
  readonly data: unknown;
}

onEachDatabase('the queue of jobs', (database) => {
  let jobs: Jobs;
  let handlers: FakeHandlers;
  let desk: Desk | ReturnType<typeof aDesk<Jobs>>;
  let id: string;

  before(async () => {
    handlers = new FakeHandlers();
    jobs = jobQueue(database(), () => new Date(), log);
    await jobs.start(handlers.all);
    desk = aDesk(database().db, jobs);
  });
  after(() => jobs.stop(0));
  beforeEach(() => {
    id = newId('request');
  });

  const send = async (...effects: Effect[]) => {
    await database()
      .db.transaction()
      .execute((trx) => jobs.send(trx, id, effects));
    jobs.begin(id, effects);
  };

  const rowsOf = async (request: string): Promise<readonly JobRow[]> =>
    (
      await sql<JobRow>`
        select name, state::text, start_after, data from pgboss.job
        where data ->> 'request' = ${request} order by name, start_after`.execute(database().db)
    ).rows;

  const ranOnce = () => until(() => Promise.resolve(handlers.of(id)[0]));

  for (const effect of [
    { job: 'provision' },
    { job: 'publish' },
    { job: 'expire', at: new Date(0) },
    { job: 'remind', at: new Date(0), round: 2 },
    { job: 'provision', at: new Date(0), tries: 3 },
  ] as const) {
    it(`runs ${JSON.stringify(effect)} for its request`, async () => {
      await send(effect);

      const { job, ...rest } = effect;
      const { at: _, ...data } = { at: undefined, ...rest };
      assert.deepEqual(await ranOnce(), { job, request: id, ...data });
    });
  }

  it('keeps no job of a transaction that fails', async () => {
    const failing = database()
      .db.transaction()
      .execute(async (trx) => {
        await jobs.send(trx, id, [
          { job: 'provision', at: inAnHour() },
          { job: 'remind', at: inAnHour(), round: 1 },
        ]);
        throw new Error('given up');
      });

    await assert.rejects(failing, /given up/);

    assert.deepEqual(await rowsOf(id), []);
  });

  it('keeps a job for its time', async () => {
    const at = inAnHour();

    await send({ job: 'expire', at });

    const [row] = await rowsOf(id);
    assert.equal(row?.state, 'created');
    // The time is counted by the database's clock, from when the job arrives there.
    const late = Number(row?.start_after) - at.getTime();
    assert.ok(Math.abs(late) < 5000, `${late} ms`);
  });

  it('runs what is due although the same is put off for later', async () => {
    await send({ job: 'provision', at: inAnHour() });

    await send({ job: 'provision' });

    await ranOnce();
    const rows = await rowsOf(id);
    assert.deepEqual(
      rows.map(({ state }) => state),
      ['created'],
    );
  });

  it('keeps to itself what is due soon and would be found again, and stores the rest', async () => {
    const soon = new Date(Date.now() + 2500);

    await send({ job: 'publish', at: soon }, { job: 'expire', at: soon });
    await send({ job: 'remind', at: soon, round: 1 });
    await send({ job: 'provision', at: new Date(Date.now() + 60_000) });

    const names = (await rowsOf(id)).map(({ name }) => name);
    assert.deepEqual(names, ['provision', 'remind']);
    assert.deepEqual(jobs.mustStore([{ job: 'publish', at: soon }, { job: 'provision' }]), false);
    assert.deepEqual(jobs.mustStore([{ job: 'publish' }, { job: 'expire', at: inAnHour() }]), true);
  });

  it('does what was put off once its time has come', async () => {
    await send({ job: 'provision', at: inAnHour(), tries: 4 });

    await sql`update pgboss.job set start_after = now() where data ->> 'request' = ${id}`.execute(
      database().db,
    );

    assert.deepEqual(await ranOnce(), { job: 'provision', request: id, tries: 4 });
  });

  it('keeps one of equal jobs that wait', async () => {
    const at = inAnHour();

    await send({ job: 'remind', at, round: 1 }, { job: 'remind', at, round: 1 });
    await send({ job: 'expire', at }, { job: 'expire', at });

    const names = (await rowsOf(id)).map(({ name }) => name);
    assert.deepEqual(names, ['expire', 'remind']);
  });

  it('keeps equal jobs of different requests', async () => {
    const other = newId('request');
    const at = inAnHour();

    await send({ job: 'expire', at });
    await database()
      .db.transaction()
      .execute((trx) => jobs.send(trx, other, [{ job: 'expire', at }]));

    assert.deepEqual([(await rowsOf(id)).length, (await rowsOf(other)).length], [1, 1]);
  });

  it('does again what is asked for while it is under way, and tells of it', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    handlers.act.set(id, () => promise);
    await send({ job: 'provision' });
    await ranOnce();

    await send({ job: 'provision' });

    assert.equal(handlers.of(id).length, 1);
    assert.deepEqual(jobs.underWay('provision'), { waiting: 1, active: 1 });
    resolve();
    await until(() => Promise.resolve(handlers.of(id).length === 2));
  });

  it('keeps a job that failed for another try', async () => {
    handlers.act.set(id, () => Promise.reject(new Error('not now')));

    await send({ job: 'remind', at: new Date(0), round: 1 });

    await until(async () => (await rowsOf(id))[0]?.state === 'retry');
    // It comes back soon, not now.
    const [row] = await rowsOf(id);
    assert.ok(row && row.start_after.getTime() > Date.now());
  });

  it('keeps a waiting job for two years', async () => {
    await send({ job: 'expire', at: inAnHour() });

    const { rows } = await sql<{ days: number }>`
      select extract(epoch from keep_until - start_after)::float / 86400 as days from pgboss.job
      where data ->> 'request' = ${id}`.execute(database().db);

    assert.ok(Number(rows[0]?.days) >= 729, `${rows[0]?.days}`);
  });

  describe('together with the store of requests', () => {
    it('has the jobs of a request once that is stored', async () => {
      const { request } = await desk.aStored({
        policy: aPolicy({ expiresAfterMs: 1e6 * HOUR_MS }),
      });

      const rows = await rowsOf(request.id);

      assert.deepEqual(
        rows.map(({ name }) => name),
        ['expire'],
      );
    });

    it('has none when the audit refuses the row', async () => {
      const wanted = await desk.aNewRequest();
      await sql`alter table audit add constraint refused check (seq < 0) not valid`.execute(
        desk.db,
      );

      await assert.rejects(desk.store.create(wanted), /refused/);

      await sql`alter table audit drop constraint refused`.execute(desk.db);
      assert.deepEqual(await rowsOf(wanted.asked.id), []);
      assert.equal(await desk.store.find(wanted.asked.id), undefined);
    });

    it('leaves a request as it was when the queue refuses the job', async () => {
      const stored = await desk.aStored();
      await sql`create function refuse() returns trigger language plpgsql as
        $$ begin raise exception 'refused'; end $$`.execute(desk.db);
      await sql`create trigger refusing before insert on pgboss.job_common
        for each row execute function refuse()`.execute(desk.db);

      const saving = desk.store.save(
        stored,
        { ...aRequest('rejected'), id: stored.request.id },
        { type: 'expire', at: new Date() },
        [{ job: 'expire', at: inAnHour() }],
      );

      await assert.rejects(saving, /refused/);
      await sql`drop trigger refusing on pgboss.job_common`.execute(desk.db);
      assert.deepEqual(await desk.store.find(stored.request.id), stored);
      assert.equal((await desk.history(stored.request.id)).length, 1);
    });

    it('keeps 20 requests at once and the worker’s own traffic apart', async () => {
      const requests = await Promise.all(Array.from({ length: 20 }, () => desk.aProvisioning()));

      for (const { request } of requests) {
        await until(() =>
          Promise.resolve(handlers.of(request.id).some(({ job }) => job === 'provision')),
        );
      }
    });
  });
});

onEachDatabase('stopping the queue', (database) => {
  it('waits for the job that runs, and takes no more', async () => {
    const handlers = new FakeHandlers();
    const jobs = jobQueue(database(), () => new Date(), log);
    await jobs.start(handlers.all);
    const send = (request: string) =>
      database()
        .db.transaction()
        .execute((trx) => jobs.send(trx, request, [{ job: 'remind', at: new Date(0), round: 1 }]));
    const { promise, resolve } = Promise.withResolvers<void>();
    handlers.act.set('one', () => promise);
    await send('one');
    await until(() => Promise.resolve(handlers.of('one').length === 1));
    await send('two');

    let stopped = false;
    const stopping = jobs.stop(8000).then(() => {
      stopped = true;
    });
    await database().ping();
    assert.equal(stopped, false);
    resolve();
    await stopping;

    assert.deepEqual(handlers.of('two'), []);
  });

  it('can be started by two processes at once', async () => {
    const handlers = new FakeHandlers();
    const queues = [
      jobQueue(database(), () => new Date(), log),
      jobQueue(database(), () => new Date(), log),
    ];

    await Promise.all(queues.map((jobs) => jobs.start(handlers.all)));

    await database()
      .db.transaction()
      .execute(async (trx) =>
        queues[0]?.send(trx, 'three', [{ job: 'remind', at: new Date(0), round: 1 }]),
      );
    await until(() => Promise.resolve(handlers.of('three').length === 1));
    await Promise.all(queues.map((jobs) => jobs.stop(0)));
  });
});
