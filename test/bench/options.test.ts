import assert from 'node:assert/strict';
import { isWhole, parseOptions } from '../../bench/options.ts';

describe('the options of the bench', () => {
  it('measure everything by default', () => {
    const options = parseOptions([]);

    assert.deepEqual(options, {
      turns: 100,
      runs: 3,
      stored: 1_000_000,
      only: /(?:)/,
      kinds: ['pglite', 'postgres'],
    });
    assert.ok(isWhole(options));
  });

  for (const part of [
    ['--stored', '0'],
    ['--kinds', 'postgres'],
    ['--only', 'help'],
  ]) {
    it(`know that ${part.join(' ')} is a part only`, () => {
      assert.ok(!isWhole(parseOptions(part)));
    });
  }

  it('take as many runs, turns and requests as somebody asks for', () => {
    const options = parseOptions(['--turns', '5', '--runs', '1', '--stored', '10']);

    assert.deepEqual([options.turns, options.runs, options.stored], [5, 1, 10]);
  });

  for (const [args, words] of [
    [['--turns', '0'], /--turns takes a whole number from 1 up/],
    [['--runs', 'many'], /--runs takes a whole number from 1 up/],
    [['--stored', ''], /--stored takes a whole number from 0 up/],
    [['--stored', '1.5'], /--stored takes a whole number from 0 up/],
    [['--kinds', 'mysql'], /--kinds takes pglite, postgres/],
    [['--fast'], /--fast/],
  ] as const) {
    it(`refuse ${args.join(' ')}`, () => {
      assert.throws(() => parseOptions(args), words);
    });
  }
});
