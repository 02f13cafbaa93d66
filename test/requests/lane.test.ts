import assert from 'node:assert/strict';
import { useFakeTimers } from 'sinon';
import type { Job } from '../../src/requests/jobs.ts';
import { Lane } from '../../src/requests/lane.ts';

const about = (request: string): Job => ({ request });

/** Work that lasts until it is told to end. */
class FakeWork {
  readonly begun: string[] = [];
  readonly failures: unknown[] = [];
  readonly #ends = new Map<string, PromiseWithResolvers<void>>();
  readonly do = ({ request }: Job): Promise<void> => {
    this.begun.push(request);
    const end = Promise.withResolvers<void>();
    this.#ends.set(request, end);
    return end.promise;
  };
  readonly lane = (width: number) => new Lane(this.do, width, (error) => this.failures.push(error));
  /** Ends it, and lets what follows from that happen. */
  async end(request: string, error?: Error): Promise<void> {
    const end = this.#ends.get(request);
    if (error) end?.reject(error);
    else end?.resolve();
    for (let i = 0; i < 5; i++) await Promise.resolve();
  }
}

describe('a lane of work', () => {
  let timers: ReturnType<typeof useFakeTimers>;
  let work: FakeWork;
  beforeEach(() => {
    timers = useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    work = new FakeWork();
  });
  afterEach(() => timers.restore());

  it('does as much at once as it is wide, the rest in the order in which it came', async () => {
    const lane = work.lane(2);

    for (const id of ['a', 'b', 'c', 'd']) lane.nudge(about(id));

    assert.deepEqual(work.begun, ['a', 'b']);
    assert.deepEqual([lane.active, lane.waiting], [2, 2]);
    await work.end('b');
    assert.deepEqual(work.begun, ['a', 'b', 'c']);
    await work.end('a');
    assert.deepEqual(work.begun, ['a', 'b', 'c', 'd']);
  });

  it('does what waits once, and what is under way once more afterwards', async () => {
    const lane = work.lane(8);

    lane.nudge(about('a'));
    lane.nudge(about('a'));
    lane.nudge(about('a'));

    assert.deepEqual(work.begun, ['a']);
    await work.end('a');
    assert.deepEqual(work.begun, ['a', 'a']);
    await work.end('a');
    assert.deepEqual([lane.active, lane.waiting], [0, 0]);
  });

  it('lets others pass what waits for its own end', () => {
    const lane = work.lane(2);

    for (const id of ['a', 'a', 'b']) lane.nudge(about(id));

    assert.deepEqual(work.begun, ['a', 'b']);
  });

  it('waits with what is put off, not longer and not shorter', () => {
    const lane = work.lane(8);

    lane.nudge(about('a'), 1000);

    timers.tick(999);
    assert.deepEqual([work.begun, lane.waiting], [[], 1]);
    timers.tick(1);
    assert.deepEqual([work.begun, lane.waiting], [['a'], 0]);
  });

  for (const [deed, first, second, begun] of [
    ['sooner', 1000, 500, 500],
    ['later', 500, 1000, 500],
    ['at once', 1000, 0, 0],
  ] as const) {
    it(`counts the earlier of two nudges when the second comes ${deed}`, async () => {
      const lane = work.lane(8);

      lane.nudge(about('a'), first);
      lane.nudge(about('a'), second);

      timers.tick(begun);
      assert.deepEqual(work.begun, ['a']);
      await work.end('a');
      timers.tick(1000);
      assert.deepEqual(work.begun, ['a']);
      assert.equal(timers.countTimers(), 0);
    });
  }

  it('tells of work that failed, and goes on', async () => {
    const lane = work.lane(1);
    const error = new Error('no');
    lane.nudge(about('a'));
    lane.nudge(about('b'));

    await work.end('a', error);

    assert.deepEqual([work.failures, work.begun], [[error], ['a', 'b']]);
  });

  it('begins nothing once it is closed, and waits for what is under way', async () => {
    const lane = work.lane(1);
    for (const id of ['a', 'b']) lane.nudge(about(id));
    lane.nudge(about('c'), 100);
    let closed = false;

    const closing = lane.close(1000).then(() => {
      closed = true;
    });

    lane.nudge(about('d'));
    timers.tick(999);
    await Promise.resolve();
    assert.equal(closed, false);
    await work.end('a');
    await closing;
    assert.deepEqual([work.begun, timers.countTimers()], [['a'], 0]);
  });

  it('does not wait longer than it may', async () => {
    const lane = work.lane(1);
    lane.nudge(about('a'));

    const closing = lane.close(1000);

    timers.tick(1000);
    await closing;
    assert.equal(lane.active, 1);
  });
});
