import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { fake } from 'sinon';
import { keptFor } from '../../src/bot/kept.ts';

describe('an answer that is kept', () => {
  const setUp = () => {
    const asked: string[] = [];
    const clock = { at: 0 };
    const keep = keptFor(
      1000,
      () => new Date(clock.at),
      (key: string) => key.toLowerCase(),
      async (key) => {
        asked.push(key);
        if (key === 'broken') throw new Error('broken');
        return asked.length;
      },
    );
    return { asked, clock, keep };
  };

  it('is given again until its time is over', async () => {
    const { clock, keep } = setUp();

    const first = await keep('a');
    clock.at = 999;
    const again = await keep('A');
    clock.at = 1000;
    const later = await keep('a');

    assert.deepEqual([first, again, later], [1, 1, 2]);
  });

  it('is asked for once by those who ask at the same time', async () => {
    const { asked, keep } = setUp();

    await Promise.all([keep('a'), keep('a'), keep('b')]);

    assert.deepEqual(asked, ['a', 'b']);
  });

  it('is asked for anew after a failure', async () => {
    const { asked, keep } = setUp();

    await assert.rejects(keep('broken'));
    await assert.rejects(keep('broken'));

    assert.equal(asked.length, 2);
  });

  it('is asked for anew when the clock has gone back before it', async () => {
    const { clock, keep } = setUp();

    clock.at = 1000;
    const first = await keep('a');
    clock.at = 999;

    assert.deepEqual([first, await keep('a')], [1, 2]);
  });

  it('does not outlive its time beside one that the clock has left in the future', async () => {
    const { clock, keep } = setUp();
    clock.at = 5000;
    await keep('future');
    clock.at = 0;
    const first = await keep('a');

    clock.at = 1000;

    assert.deepEqual([first, await keep('a')], [2, 3]);
  });

  describe('and fails late', () => {
    /** Each reading ends when it is told to. */
    const slow = () => {
      const readings: PromiseWithResolvers<string>[] = [];
      const clock = { at: 0 };
      const keep = keptFor(
        1000,
        () => new Date(clock.at),
        (key: string) => key,
        () => {
          const reading = Promise.withResolvers<string>();
          readings.push(reading);
          return reading.promise;
        },
      );
      return { readings, clock, keep };
    };

    it('leaves a newer one alone', async () => {
      const { readings, clock, keep } = slow();
      const old = keep('a');
      clock.at = 1000;
      const newer = keep('a');

      readings[0]?.reject(new Error('late'));
      await assert.rejects(old, /late/);

      assert.equal(keep('a'), newer);
    });

    it('does no harm when it is no longer kept', async () => {
      const unhandled = fake();
      process.on('unhandledRejection', unhandled);
      try {
        const { readings, clock, keep } = slow();
        const old = keep('a');
        clock.at = 1000;
        void keep('b');

        readings[0]?.reject(new Error('late'));

        await assert.rejects(old, /late/);
        // Node tells of what nobody handles once all promises at hand have settled.
        await setImmediate();
        assert.equal(unhandled.callCount, 0);
      } finally {
        process.off('unhandledRejection', unhandled);
      }
    });
  });
});
