import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { createLog } from '../../src/log.ts';
import { countJobs } from '../../src/requests/job-counts.ts';
import { jobQueue } from '../../src/requests/jobs.ts';
import type { Effect } from '../../src/requests/request.ts';
import { onEachDatabase } from '../support/databases.ts';
import { until } from '../support/until.ts';

const soon = () => new Date(Date.now() + 2500);
const inAnHour = () => new Date(Date.now() + 3_600_000);

onEachDatabase('the counts of jobs', (database) => {
  it('tell what waits, runs and comes again, of each kind that is asked for', async () => {
    const jobs = jobQueue(database(), () => new Date(), createLog('silent'));
    const { promise, resolve } = Promise.withResolvers<void>();
    const nothing = () => Promise.resolve();
    await jobs.start({
      provision: () => promise,
      publish: nothing,
      expire: nothing,
      remind: () => Promise.reject(new Error('not now')),
    });
    const send = (request: string, effect: Effect) =>
      database()
        .db.transaction()
        .execute((trx) => jobs.send(trx, request, [effect]));
    jobs.begin('one', [{ job: 'provision' }, { job: 'publish', at: soon() }]);
    await send('one', { job: 'provision', at: inAnHour() });
    await send('two', { job: 'provision', at: inAnHour() });
    await send('one', { job: 'remind', at: new Date(0), round: 1 });

    const counts = () => countJobs(database().db, jobs);

    const told = await until(async () => {
      const now = await counts();
      const failed =
        await sql`select from pgboss.job where name = 'remind' and state = 'retry'`.execute(
          database().db,
        );
      return failed.rows.length === 1 && now;
    });
    assert.deepEqual(
      told.map(({ job, state, count }) => `${job} ${state} ${count}`),
      [
        'provision waiting 2',
        'provision active 1',
        'provision failed 0',
        'publish waiting 1',
        'publish active 0',
        'publish failed 0',
        'expire waiting 0',
        'expire active 0',
        'expire failed 0',
        'remind waiting 1',
        'remind active 0',
        'remind failed 0',
      ],
    );
    resolve();
    await jobs.stop(0);
  });
});
