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
          // It was too busy: this message is given up, and the next one waits.
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

    // Messages that were given up keep their turn.
    const most = mostWithin(passed, 3_600_000);
    assert.ok(most <= 1800 && most > 1700, `${most}`);
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
