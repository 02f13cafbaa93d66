import assert from 'node:assert/strict';
import { advance } from '../../src/requests/advance.ts';
import { Changes } from '../../src/requests/changes.ts';
import { RequestStore } from '../../src/requests/request-store.ts';
import { settled } from '../../src/requests/settled.ts';
import { onEachDatabase } from '../support/databases.ts';
import { later } from '../support/requests.ts';
import { aDesk, type Desk, FakeJobs } from './desk.ts';

const created = { id: 'c1', status: 'connected' };

onEachDatabase('the end of the work on a request', (database) => {
  let desk: Desk;
  beforeEach(() => {
    desk = aDesk(database().db, new FakeJobs());
  });

  it('is there at once when nothing is at work', async () => {
    const stored = await desk.aStored();

    assert.equal(await settled(desk.store, desk.changes, stored, 60_000), stored);
  });

  it('is awaited, and seen as soon as this process has made it', async () => {
    const stored = await desk.aProvisioning();
    const waiting = settled(desk.store, desk.changes, stored, 60_000);

    await advance(desk.store, stored, { type: 'create', created, at: later(1) });

    assert.equal((await waiting).request.status, 'created');
  });

  it('is seen although another process has made it', async () => {
    const stored = await desk.aProvisioning();
    const waiting = settled(desk.store, desk.changes, stored, 60_000);
    const elsewhere = new RequestStore(database().db, new FakeJobs(), new Changes());

    await advance(elsewhere, stored, { type: 'create', created, at: later(1) });

    assert.equal((await waiting).request.status, 'created');
  });

  it('is not awaited for longer than wanted', async () => {
    const stored = await desk.aProvisioning();

    const latest = await settled(desk.store, desk.changes, stored, 30);

    assert.equal(latest.request.status, 'provisioning');
  });

  it('is awaited on after a change that does not end it', async () => {
    const stored = await desk.aProvisioning();
    const waiting = settled(desk.store, desk.changes, stored, 60_000);

    const doubtful = await advance(desk.store, stored, { type: 'doubt', at: later(1) });
    await advance(desk.store, doubtful.stored, { type: 'create', created, at: later(2) });

    assert.equal((await waiting).version, 3);
  });
});
