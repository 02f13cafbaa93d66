import assert from 'node:assert/strict';
import { Background, within } from '../src/background.ts';
import { bounded } from '../src/bounded.ts';

describe('background work', () => {
  it('is waited for, also what it starts while it ends', async () => {
    const background = new Background((error) => assert.fail(String(error)));
    const ended: string[] = [];
    const second = async () => void ended.push('second');
    const first = async () => {
      await Promise.resolve();
      ended.push('first');
      void background.run(second());
    };
    void background.run(first());

    await background.settle(1000);

    assert.deepEqual(ended, ['first', 'second']);
  });

  it('is not waited for longer than asked', async () => {
    const background = new Background((error) => assert.fail(String(error)));
    void background.run(Promise.withResolvers<void>().promise);

    await background.settle(1);
  });

  it('reports its failure, and hands it on to whoever waits', async () => {
    const failures: unknown[] = [];
    const background = new Background((error) => failures.push(error));
    const failure = new Error('no');

    const work = background.run(Promise.reject(failure));

    await assert.rejects(work, failure);
    assert.deepEqual(failures, [failure]);
  });
});

describe('work with a limit', () => {
  const never = () => Promise.withResolvers<never>().promise;

  it('gives its result in time', async () => {
    assert.equal(await within(Promise.resolve(5), 1000), 5);
    assert.equal(await bounded(Promise.resolve(5), 1000, () => new Error('late')), 5);
  });

  it('is left alone after its time', async () => {
    assert.equal(await within(never(), 1), undefined);
    await assert.rejects(
      bounded(never(), 1, () => new Error('late')),
      /late/,
    );
  });

  it('hands on its failure', async () => {
    const failure = new Error('no');

    await assert.rejects(within(Promise.reject(failure), 1000), failure);
    await assert.rejects(
      bounded(Promise.reject(failure), 1000, () => new Error('late')),
      failure,
    );
  });
});
