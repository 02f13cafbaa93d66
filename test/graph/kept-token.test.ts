import assert from 'node:assert/strict';
import { fake } from 'sinon';
import { keptToken } from '../../src/graph/kept-token.ts';

const HOUR_MS = 3_600_000;

describe('a token that is kept', () => {
  const asked = () => {
    let count = 0;
    const ask = fake(async (_claims?: string) => {
      count += 1;
      return { token: `token ${count}`, expiresOnTimestamp: HOUR_MS };
    });
    return { ask, get: keptToken(ask, () => new Date(0)) };
  };

  it('is asked for anew with the challenge of a refused call', async () => {
    const { ask, get } = asked();
    await get();

    assert.equal(await get('claims'), 'token 2');
    assert.deepEqual(ask.args, [[undefined], ['claims']]);
  });

  it('is the one that has met the challenge from then on', async () => {
    const { get } = asked();
    await get();
    await get('claims');

    assert.equal(await get(), 'token 2');
  });

  it('is not kept where there was none: whoever comes next asks again', async () => {
    const ask = fake.rejects(new Error('Entra is away'));
    const get = keptToken(ask, () => new Date(0));

    await assert.rejects(get(), /away/);
    await assert.rejects(get(), /away/);
    assert.equal(ask.callCount, 2);
  });
});
