import assert from 'node:assert/strict';
import { useFakeTimers } from 'sinon';
import { Changes } from '../../src/requests/changes.ts';
import type { Stored } from '../../src/requests/request-reader.ts';
import { aRequest, HERE } from '../support/requests.ts';

const aStored = (id: string): Stored => ({
  request: aRequest('waiting', { id }),
  version: 2,
  approvers: [],
  origin: HERE,
  history: [],
});

describe('waiting for the change of a request', () => {
  let timers: ReturnType<typeof useFakeTimers>;
  let changes: Changes;
  beforeEach(() => {
    timers = useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    changes = new Changes();
  });
  afterEach(() => timers.restore());

  /** Whether it is over, once all that is due has happened. */
  async function isOver(waiting: Promise<unknown>): Promise<boolean> {
    let over = false;
    // Whether it comes to that is the question.
    void waiting.then(() => {
      over = true;
    });
    for (let i = 0; i < 5; i++) await Promise.resolve();
    return over;
  }

  it('ends with its announcement, for all who wait, and leaves no timer', async () => {
    const waiting = [changes.next('r1', 1000), changes.next('r1', 2000)];

    changes.announce(aStored('r1'));

    const told = await Promise.all(waiting);
    assert.deepEqual(
      told.map((stored) => stored?.request.id),
      ['r1', 'r1'],
    );
    assert.equal(timers.countTimers(), 0);
  });

  it('does not end with the change of another', async () => {
    const waiting = changes.next('r1', 1000);

    changes.announce(aStored('r2'));

    assert.equal(await isOver(waiting), false);
    timers.tick(1000);
    await waiting;
  });

  it('ends by itself when nothing happens, not before its time', async () => {
    const waiting = changes.next('r1', 1000);

    timers.tick(999);
    assert.equal(await isOver(waiting), false);
    timers.tick(1);

    assert.equal(await waiting, undefined);
  });

  it('begins anew after each announcement', async () => {
    const first = changes.next('r1', 1000);
    changes.announce(aStored('r1'));
    const second = changes.next('r1', 1000);

    assert.deepEqual([await isOver(first), await isOver(second)], [true, false]);
    changes.announce(aStored('r1'));
    assert.equal(await isOver(second), true);
  });

  it('still hears for others when one has waited long enough', async () => {
    const short = changes.next('r1', 10);
    const long = changes.next('r1', 1000);
    timers.tick(10);
    assert.equal(await isOver(short), true);

    changes.announce(aStored('r1'));

    assert.equal(await isOver(long), true);
  });

  it('can be announced when nobody waits', () => {
    changes.announce(aStored('r1'));
  });
});
