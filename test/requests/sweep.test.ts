import assert from 'node:assert/strict';
import { sql } from 'kysely';
import type { Effect } from '../../src/requests/request.ts';
import type { Stored } from '../../src/requests/request-reader.ts';
import { sweep } from '../../src/requests/sweep.ts';
import { onEachDatabase } from '../support/databases.ts';
import { aPolicy, aRequest, later, MEGAN, T0 } from '../support/requests.ts';
import { aDesk, type Desk, FakeJobs } from './desk.ts';

const OVERDUE_MS = 5000;

onEachDatabase('the sweep', (database) => {
  let desk: Desk;
  beforeEach(() => {
    desk = aDesk(database().db, new FakeJobs());
  });

  /** What the sweep asks for about one request. */
  async function sweptAt(now: Date, { request }: Stored) {
    const asked: Effect[] = [];
    const ask = (id: string, effects: readonly Effect[]) => {
      if (id === request.id) asked.push(...effects);
    };
    await sweep(desk.db, ask, now, OVERDUE_MS);
    return asked;
  }

  /** A request of which every place shows the present version. */
  async function published(stored: Stored): Promise<Stored> {
    await desk.store.markPublished(stored.request.id, stored.version);
    return stored;
  }

  const lease = (name: string, seconds: number) =>
    sql`insert into lease (name, owner, until)
      values (${name}, 'somebody', now() + make_interval(secs => ${seconds}))`.execute(desk.db);

  it('asks again for provisioning that is overdue', async () => {
    const stored = await published(await desk.aProvisioning());

    assert.deepEqual(await sweptAt(later(OVERDUE_MS), stored), []);
    assert.deepEqual(await sweptAt(later(OVERDUE_MS + 1), stored), [{ job: 'provision' }]);
  });

  it('does not ask for provisioning that waits for its time', async () => {
    const stored = await published(await desk.aProvisioning());
    await desk.store.send(stored.request.id, { job: 'provision', at: later(60_000) });

    assert.deepEqual(await sweptAt(later(60_000 + OVERDUE_MS), stored), []);
    assert.deepEqual(await sweptAt(later(60_001 + OVERDUE_MS), stored), [{ job: 'provision' }]);
  });

  it('does not ask for provisioning that somebody is at', async () => {
    const stored = await published(await desk.aProvisioning());
    await lease(`provision ${stored.request.id}`, 10);

    assert.deepEqual(await sweptAt(later(OVERDUE_MS + 1), stored), []);
  });

  it('asks for provisioning at which somebody has died', async () => {
    const stored = await published(await desk.aProvisioning());
    await lease(`provision ${stored.request.id}`, -1);

    assert.deepEqual(await sweptAt(later(OVERDUE_MS + 1), stored), [{ job: 'provision' }]);
  });

  it('is not kept from it by work on another request, or of another kind', async () => {
    const stored = await published(await desk.aProvisioning());
    await lease(`provision ${stored.request.id}0`, 10);
    await lease(`publish ${stored.request.id}`, 10);

    assert.deepEqual(await sweptAt(later(OVERDUE_MS + 1), stored), [{ job: 'provision' }]);
  });

  it('asks again for publishing that is overdue', async () => {
    const stored = await desk.aStored();

    assert.deepEqual(await sweptAt(later(OVERDUE_MS), stored), []);
    assert.deepEqual(await sweptAt(later(OVERDUE_MS + 1), stored), [{ job: 'publish' }]);
  });

  it('does not ask for publishing that was done, was put off, or is under way', async () => {
    const done = await published(await desk.aStored());
    const putOff = await desk.aStored();
    await desk.store.putOffPublishing(putOff.request.id, 1, 0, later(60_000));
    const underWay = await desk.aStored();
    await lease(`publish ${underWay.request.id}`, 10);

    for (const stored of [done, putOff, underWay]) {
      assert.deepEqual(await sweptAt(later(OVERDUE_MS + 1), stored), []);
    }
  });

  it('asks for publishing of a version after the one that is shown', async () => {
    const stored = await published(await desk.aStored());
    const rejected = { ...aRequest('rejected'), id: stored.request.id };
    await desk.store.save(stored, rejected, { type: 'expire', at: T0 }, []);

    assert.deepEqual(await sweptAt(later(OVERDUE_MS + 1), stored), [{ job: 'publish' }]);
  });

  it('asks again for the end of what waits for too long', async () => {
    const expiresAfterMs = 1000;
    const stored = await published(await desk.aStored({ policy: aPolicy({ expiresAfterMs }) }));

    const now = later(expiresAfterMs + OVERDUE_MS + 1);
    assert.deepEqual(await sweptAt(later(expiresAfterMs + OVERDUE_MS), stored), []);
    assert.deepEqual(await sweptAt(now, stored), [{ job: 'expire' }]);
  });

  it('asks for nothing of a request that has ended and is shown', async () => {
    const stored = await desk.aStored();
    const rejected = {
      ...aRequest('rejected'),
      id: stored.request.id,
      rejection: { by: MEGAN, at: T0 },
    };
    const saved = await desk.store.save(stored, rejected, { type: 'expire', at: T0 }, []);
    assert.ok(saved);
    await published(saved);

    assert.deepEqual(await sweptAt(later(1e9), stored), []);
  });
});
