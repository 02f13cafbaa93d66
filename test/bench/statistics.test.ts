import assert from 'node:assert/strict';
import { ascending, median, quantile } from '../../bench/statistics.ts';

describe('quantile', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => index + 1);

  for (const [values, share, expected] of [
    [hundred, 0.5, 50],
    [hundred, 0.99, 99],
    [hundred, 1, 100],
    [[1, 2, 3], 0.5, 2],
    [[7], 0.01, 7],
    [[7], 0.99, 7],
  ] as const) {
    it(`of ${values.length} values at ${share} is ${expected}`, () => {
      assert.equal(quantile(values, share), expected);
    });
  }

  it('of nothing is no number', () => {
    assert.ok(Number.isNaN(quantile([], 0.5)));
  });
});

describe('median', () => {
  for (const [values, expected] of [
    [[3, 1, 2], 2],
    [[10, 9, 1], 9],
    [[4, 1, 2, 3], 2.5],
    [[5], 5],
  ] as const) {
    it(`of ${values.join(', ')} is ${expected}`, () => {
      assert.equal(median(values), expected);
    });
  }

  it('of nothing is no number', () => {
    assert.ok(Number.isNaN(median([])));
  });
});

describe('ascending', () => {
  it('sorts numbers as numbers and leaves the values as they were', () => {
    const values = [10, 9, 100];

    assert.deepEqual(ascending(values), [9, 10, 100]);
    assert.deepEqual(values, [10, 9, 100]);
  });
});
