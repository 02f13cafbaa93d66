import assert from 'node:assert/strict';
import { durationMs } from '../src/duration.ts';

describe('an ISO 8601 duration', () => {
  const table: [string, number | undefined][] = [
    ['PT20S', 20_000],
    ['PT0.5S', 500],
    ['PT1.005S', 1005],
    ['PT1.2344S', 1234],
    ['PT0.0001S', 0],
    ['PT90M', 5_400_000],
    ['PT4H', 14_400_000],
    ['P3D', 259_200_000],
    ['P1W', 604_800_000],
    ['P1DT2H3M4S', 93_784_000],
    ['PT0S', 0],
    ['P', undefined],
    ['PT', undefined],
    ['P1DT', undefined],
    ['P1M', undefined],
    ['P1Y', undefined],
    ['P1H', undefined],
    ['PT1D', undefined],
    ['PT1.5M', undefined],
    ['PT1,5S', undefined],
    ['P1D ', undefined],
    ['pt20s', undefined],
    ['-P1D', undefined],
    ['PT1S2M', undefined],
    ['20S', undefined],
    ['PT-1S', undefined],
    ['', undefined],
  ];
  for (const [text, ms] of table) {
    it(`${JSON.stringify(text)} is ${ms === undefined ? 'none' : `${ms} ms`}`, () => {
      assert.equal(durationMs(text), ms);
    });
  }
});
