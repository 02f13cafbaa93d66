import assert from 'node:assert/strict';
import sinon from 'sinon';
import { recently } from '../src/recently.ts';

describe('a count that is kept', () => {
  let clock: sinon.SinonFakeTimers;
  beforeEach(() => {
    clock = sinon.useFakeTimers();
  });
  afterEach(() => clock.restore());

  const onError = sinon.fake();
  const kept = <T>(count: () => Promise<T>) => recently(count, { now: () => new Date(), onError });

  it('is counted again after 15 s, not before', async () => {
    let times = 0;
    const count = kept(async () => {
      times += 1;
      return times;
    });

    const first = await count();
    clock.tick(14_999);
    const soon = await count();
    clock.tick(1);
    const later = await count();

    assert.deepEqual([first, soon, later], [1, 1, 2]);
  });

  it('is asked for once by many who ask at the same time', async () => {
    const ask = sinon.fake.resolves(7);
    const count = kept(ask);

    const answers = await Promise.all([count(), count(), count()]);

    assert.deepEqual([answers, ask.callCount], [[7, 7, 7], 1]);
  });

  it('is missing when it fails, and is asked for anew', async () => {
    const ask = sinon.stub().rejects(new Error('dead')).onSecondCall().resolves(7);
    const count = kept(ask);

    const answers = [await count(), await count()];

    assert.deepEqual(answers, [undefined, 7]);
    assert.equal(onError.lastCall.args[0].message, 'dead');
  });

  it('is missing after 2 s, and still there for the next when it comes', async () => {
    const { promise, resolve } = Promise.withResolvers<number>();
    const count = kept(() => promise);

    const impatient = count();
    await clock.tickAsync(2000);
    resolve(7);

    assert.deepEqual([await impatient, await count()], [undefined, 7]);
  });
});
