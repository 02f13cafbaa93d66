import assert from 'node:assert/strict';
import {
  doubtPart,
  livingPlaces,
  placePart,
  recordSent,
  shownParts,
} from '../../src/bot/places.ts';
import { alone } from '../../src/requests/part.ts';
import { aDesk, type Desk, FakeJobs, newId } from '../requests/desk.ts';
import { onEachDatabase } from '../support/databases.ts';
import { untilOneWaits } from '../support/locks.ts';

onEachDatabase('what a place shows', (database) => {
  let desk: Desk;
  beforeEach(() => {
    desk = aDesk(database().db, new FakeJobs());
  });

  /** A request that is shown in two places, whose messages have just been updated. */
  async function updated() {
    const { request } = await desk.aStored();
    for (const place of [aPlace(), aPlace()]) await alone(desk.db, request.id, placePart(place));
    const places = await livingPlaces(desk.db, request.id);
    return { id: request.id, places, first: places[0] ?? assert.fail() };
  }

  const versions = async (requestId: string) =>
    (await livingPlaces(desk.db, requestId)).map(({ shownVersion }) => shownVersion);

  const doubt = (requestId: string, placeId: string) =>
    desk.store.send(requestId, { job: 'publish' }, [doubtPart(placeId)]);

  it('is written down with the end of publishing', async () => {
    const { id, places } = await updated();

    await desk.store.markPublished(id, 1, 0, shownParts(places, 1));

    assert.deepEqual(await versions(id), [1, 1]);
  });

  it('is not written down with an end that is none', async () => {
    const { id, places } = await updated();
    await desk.store.send(id, { job: 'publish' });

    await desk.store.markPublished(id, 1, 0, shownParts(places, 1));

    assert.deepEqual(await versions(id), [0, 0]);
  });

  it('is written down by itself, but for what was doubted meanwhile', async () => {
    const { id, places, first } = await updated();
    await doubt(id, first.id);

    for (const part of shownParts(places, 1)) await alone(desk.db, id, part);

    const [doubted = 0, other] = await versions(id);
    assert.ok(doubted < 1);
    assert.equal(other, 1);
  });

  it('is not certain after a second doubt that came during the update for the first', async () => {
    const { id, first } = await updated();
    await doubt(id, first.id);
    const again = await livingPlaces(desk.db, id);
    await doubt(id, first.id);

    for (const part of shownParts(again, 1)) await alone(desk.db, id, part);

    const [doubted = 0, other] = await versions(id);
    assert.ok(doubted < 1);
    assert.equal(other, 1);
  });

  it('is doubted only once whoever changes the request has let go of it', async () => {
    const { id, places, first } = await updated();
    let doubting: Promise<void> | undefined;

    await desk.db.transaction().execute(async (trx) => {
      await trx.selectFrom('request').select('id').where('id', '=', id).forUpdate().execute();
      doubting = doubt(id, first.id);
      await untilOneWaits(trx);
      for (const part of shownParts(places, 1)) await alone(trx, id, part);
    });
    await doubting;

    const [doubted = 0, other] = await versions(id);
    assert.ok(doubted < 1);
    assert.equal(other, 1);
  });

  it('of another request stays as it is', async () => {
    const { places } = await updated();
    const other = await updated();

    await desk.store.markPublished(other.id, 1, 0, shownParts(places, 1));

    assert.deepEqual(await versions(other.id), [0, 0]);
  });

  it('is written down with the message that was sent', async () => {
    const { id, first } = await updated();

    await recordSent(desk.db, first, 'another message', 1);

    const [sent] = await livingPlaces(desk.db, id);
    assert.equal(sent?.activityId, 'another message');
    assert.equal(sent.shownVersion, 1);
  });

  it('is doubted, but the message is known, where the one before came late', async () => {
    const { id, first } = await updated();
    await doubt(id, first.id);

    await recordSent(desk.db, first, 'another message', 1);

    const [sent] = await livingPlaces(desk.db, id);
    assert.equal(sent?.activityId, 'another message');
    assert.ok(sent.shownVersion < 1);
  });
});

function aPlace() {
  const id = newId('place');
  const conversation = { id: `chat of ${id}` };
  const bot = { id: 'bot' };
  return {
    id,
    reference: { serviceUrl: 'https://teams.example', channelId: 'msteams', bot, conversation },
    activityId: `message of ${id}`,
    viewerId: undefined,
  };
}
