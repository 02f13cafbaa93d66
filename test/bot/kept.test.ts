import assert from 'node:assert/strict';
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
});
