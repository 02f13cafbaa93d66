import assert from 'node:assert/strict';
import type { AccessToken } from '@azure/identity';
import { fake } from 'sinon';
import { appToken } from '../../src/graph/app-credential.ts';

const MINUTE_MS = 60_000;

describe("the app's own token", () => {
  let now: number;
  const asked = (token: Partial<AccessToken>) => {
    let count = 0;
    const getToken = fake(async () => {
      count += 1;
      return { token: `token ${count}`, expiresOnTimestamp: now + 60 * MINUTE_MS, ...token };
    });
    const get = appToken({ getToken }, 'https://graph.example', 1000, () => new Date(now));
    return { get, getToken };
  };
  beforeEach(() => {
    now = 0;
  });

  it('is kept until five minutes before its end', async () => {
    const { get, getToken } = asked({});

    const first = await get();
    now = 55 * MINUTE_MS - 1;
    const kept = await get();
    now = 55 * MINUTE_MS;
    const renewed = await get();

    assert.deepEqual([first, kept, renewed], ['token 1', 'token 1', 'token 2']);
    assert.deepEqual(getToken.args, [
      ['https://graph.example/.default'],
      ['https://graph.example/.default'],
    ]);
  });

  it('is renewed earlier where Entra says so', async () => {
    const { get } = asked({ refreshAfterTimestamp: 30 * MINUTE_MS });

    await get();
    now = 30 * MINUTE_MS;

    assert.equal(await get(), 'token 2');
  });

  it('is asked for once by those who come at the same time', async () => {
    const { get, getToken } = asked({});

    assert.deepEqual(await Promise.all([get(), get()]), ['token 1', 'token 1']);
    assert.equal(getToken.callCount, 1);
  });
});
