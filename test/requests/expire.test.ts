import assert from 'node:assert/strict';
import { advance } from '../../src/requests/advance.ts';
import { expirer } from '../../src/requests/expire.ts';
import type { Event } from '../../src/requests/request.ts';
import type { Stored } from '../../src/requests/request-reader.ts';
import { onEachDatabase } from '../support/databases.ts';
import { ALEX, aPolicy, later, MEGAN } from '../support/requests.ts';
import { aDesk, type Desk, FakeJobs } from './desk.ts';

const HOUR_MS = 3_600_000;

onEachDatabase('the end of a request that waits for too long', (database) => {
  let desk: Desk;
  beforeEach(() => {
    desk = aDesk(database().db, new FakeJobs());
  });

  /** Runs the job; the state that the request has then, and the jobs that follow. */
  async function expire({ request: { id } }: Stored) {
    desk.jobs.take(id);
    await expirer(desk.store, desk.clock.now)({ request: id });
    const stored = await desk.store.find(id);
    return { status: stored?.request.status, jobs: desk.jobs.take(id) };
  }

  async function after(stored: Stored, ...events: readonly Event[]): Promise<Stored> {
    let last = stored;
    for (const event of events) {
      const advanced = await advance(desk.store, last, event);
      assert.ok(advanced.ok);
      last = advanced.stored;
    }
    return last;
  }

  const block: Event = {
    type: 'block',
    at: later(1000),
    blocker: 'sign-in-required',
    reference: 'ref-1',
  };

  it('comes when it is due', async () => {
    const stored = await desk.aStored();
    desk.clock.pass(HOUR_MS);

    assert.deepEqual(await expire(stored), { status: 'expired', jobs: [{ job: 'publish' }] });
    const history = await desk.history(stored.request.id);
    assert.deepEqual(history.at(-1), { type: 'expire', at: later(HOUR_MS) });
  });

  it('is put off to its time when the job comes too early', async () => {
    const stored = await desk.aStored();
    desk.clock.pass(HOUR_MS - 1);

    assert.deepEqual(await expire(stored), {
      status: 'waiting',
      jobs: [{ job: 'expire', at: later(HOUR_MS) }],
    });
  });

  it('comes to what waits for its executor, counted anew', async () => {
    const stored = await after(await desk.aProvisioning(), block);
    desk.clock.pass(HOUR_MS);

    assert.deepEqual(await expire(stored), {
      status: 'blocked',
      jobs: [{ job: 'expire', at: later(HOUR_MS + 1000) }],
    });
    desk.clock.pass(1000);
    assert.equal((await expire(stored)).status, 'expired');
  });

  it('comes to what is in doubt after a day only, and as a failure', async () => {
    const stored = await after(
      await desk.aProvisioning(),
      { type: 'doubt', at: later(500) },
      block,
    );
    desk.clock.pass(HOUR_MS + 1000);
    assert.equal((await expire(stored)).status, 'blocked');
    desk.clock.pass(24 * HOUR_MS);

    assert.equal((await expire(stored)).status, 'failed');
  });

  it('does not come to what has been decided', async () => {
    const stored = await after(await desk.aStored(), {
      type: 'reject',
      by: MEGAN,
      at: later(1),
      mayDecide: true,
      comment: 'no',
    });
    desk.clock.pass(HOUR_MS);

    assert.deepEqual(await expire(stored), { status: 'rejected', jobs: [] });
  });

  it('of a request that does not exist changes nothing', async () => {
    await expirer(desk.store, desk.clock.now)({ request: 'unknown' });

    assert.deepEqual(desk.jobs.sent, []);
  });

  it('and a cancellation at the same moment are one outcome', async () => {
    const stored = await desk.aStored({ policy: aPolicy({ expiresAfterMs: 1000 }) });
    desk.clock.pass(1000);

    const [ended, cancelled] = await Promise.all([
      expire(stored),
      advance(desk.store, stored, { type: 'cancel', by: ALEX, at: later(1000) }),
    ]);

    const request = (await desk.store.find(stored.request.id))?.request;
    assert.equal(request?.status, cancelled.ok ? 'cancelled' : 'expired');
    assert.equal(ended.status, request?.status);
    assert.equal((await desk.history(stored.request.id)).length, 2);
  });
});
