import assert from 'node:assert/strict';
import sinon from 'sinon';
import { ThreadLimits } from '../../src/bot/thread-limits.ts';

describe("Teams' limits for a thread", () => {
  let clock: sinon.SinonFakeTimers;
  beforeEach(() => {
    clock = sinon.useFakeTimers();
  });
  afterEach(() => clock.restore());

  /** When each message was let in, in milliseconds, if so many wait at every moment. */
  const passes = async (waiting: number, forMs: number): Promise<readonly number[]> => {
    const limits = new ThreadLimits();
    const passed: number[] = [];
    const next = async (): Promise<void> => {
      while (Date.now() < forMs) {
        try {
          await limits.pass('thread');
          passed.push(Date.now());
        } catch {
          // It was too busy: this message is given up, and the next one comes a little later.
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
      }
    };
    const all = Array.from({ length: waiting }, next);
    await clock.tickAsync(forMs + 10_000);
    await Promise.all(all);
    return passed;
  };
  const mostWithin = (passed: readonly number[], ms: number): number =>
    Math.max(...passed.map((at) => passed.filter((each) => each >= at && each < at + ms).length));

  for (const [limit, ms] of [
    [7, 1000],
    [8, 2000],
    [60, 30_000],
  ] as const) {
    it(`let at most ${limit} messages in within ${ms / 1000} s, and as many as that`, async () => {
      const passed = await passes(10, 90_000);

      assert.equal(mostWithin(passed, ms), limit);
    });
  }

  it('let at most 1800 messages in within an hour', async () => {
    const passed = await passes(2, 4_000_000);

    assert.equal(mostWithin(passed, 3_600_000), 1800);
  });

  it('do not let a message in for which nobody waits any more', async () => {
    const limits = new ThreadLimits();
    const outcomes = Array.from({ length: 100 }, () =>
      limits.pass('thread').then(
        () => 'passed',
        () => 'given up',
      ),
    );

    await clock.tickAsync(120_000);

    const given = await Promise.all(outcomes);
    assert.ok(given.filter((each) => each === 'given up').length > 50);
  });

  it('tell whether there is room, without taking it', async () => {
    const limits = new ThreadLimits();
    for (let i = 0; i < 6; i += 1) await limits.pass('thread');

    const before = [limits.hasRoom('thread'), limits.hasRoom('thread')];
    await limits.pass('thread');
    const full = limits.hasRoom('thread');
    await clock.tickAsync(1000);

    assert.deepEqual([...before, full, limits.hasRoom('thread')], [true, true, false, true]);
  });

  it('do not hold up another thread', async () => {
    const limits = new ThreadLimits();
    for (let i = 0; i < 20; i += 1) void limits.pass('busy');
    let passed = false;
    void limits.pass('quiet').then(() => {
      passed = true;
    });

    await clock.tickAsync(1);

    assert.equal(passed, true);
  });
});
