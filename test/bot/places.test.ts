import assert from 'node:assert/strict';
import { livingPlaces, placePart, recordShown } from '../../src/bot/places.ts';
import { alone } from '../../src/requests/part.ts';
import { aDesk, type Desk, FakeJobs, newId } from '../requests/desk.ts';
import { onEachDatabase } from '../support/databases.ts';
import { later } from '../support/requests.ts';

onEachDatabase('what a place shows', (database) => {
  let desk: Desk;
  beforeEach(() => {
    desk = aDesk(database().db, new FakeJobs());
  });

  /** A request that is shown in two places, both of which have been brought up to date. */
  async function shown() {
    const { request } = await desk.aStored();
    const places = [newId('place'), newId('place')];
    for (const id of places) await alone(desk.db, request.id, placePart(aPlace(id)));
    return { id: request.id, showing: recordShown(places, 1) };
  }

  const versions = async (requestId: string) =>
    (await livingPlaces(desk.db, requestId)).map(({ shownVersion }) => shownVersion);

  it('is written down with the end of publishing', async () => {
    const { id, showing } = await shown();

    await desk.store.markPublished(id, 1, 0, [showing]);

    assert.deepEqual(await versions(id), [1, 1]);
  });

  it('is not certain when publishing was asked for once more meanwhile', async () => {
    const { id, showing } = await shown();
    await desk.store.send(id, { job: 'publish' });

    await desk.store.markPublished(id, 1, 0, [showing]);
    await desk.store.putOffPublishing(id, 1, 0, later(60_000), [showing]);

    assert.deepEqual(await versions(id), [0, 0]);
  });

  it('is written down also when the rest is put off', async () => {
    const { id, showing } = await shown();

    await desk.store.putOffPublishing(id, 1, 0, later(60_000), [showing]);

    assert.deepEqual(await versions(id), [1, 1]);
  });

  it('of another request stays as it is', async () => {
    const { showing } = await shown();
    const other = await shown();

    await desk.store.markPublished(other.id, 1, 0, [showing]);

    assert.deepEqual(await versions(other.id), [0, 0]);
  });
});

const aPlace = (id: string) => ({
  id,
  reference: {
    serviceUrl: 'https://teams.example',
    channelId: 'msteams',
    bot: { id: 'bot' },
    conversation: { id: `chat of ${id}` },
  },
  activityId: `message of ${id}`,
  viewerId: undefined,
});
