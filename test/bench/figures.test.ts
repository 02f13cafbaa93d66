import assert from 'node:assert/strict';
import { CLICK, clickRatio, cpu, figure, ratio, sumRatio, turnsOf } from '../../bench/figures.ts';
import { aMeasured, someResults } from './some-results.ts';

describe('the figures of the bench', () => {
  const results = someResults({
    form: [
      { floor: 1, postgres: 2, 'postgres, filled': 3 },
      { floor: 10, postgres: 40, 'postgres, filled': 40 },
      { floor: 2, postgres: 6, 'postgres, filled': 12 },
    ],
  });

  it('are medians of all runs', () => {
    assert.equal(figure(results, 'form', 'postgres', cpu), 6);
  });

  it('are ratios within each run before they are medians', () => {
    assert.equal(ratio(results, 'form', 'postgres'), 3);
    assert.equal(ratio(results, 'form', 'postgres, filled', 'postgres'), 1.5);
  });

  it('are no number where nothing was measured', () => {
    assert.ok(Number.isNaN(figure(results, 'help', 'postgres', cpu)));
    assert.ok(Number.isNaN(ratio(results, 'form', 'pglite')));
    assert.ok(Number.isNaN(ratio(results, 'form', 'postgres', 'pglite')));
    assert.ok(Number.isNaN(clickRatio(results)));
  });

  it('are of several turns together, also within each run', () => {
    const both = someResults({
      form: [
        { sample: 6, postgres: 1 },
        { sample: 60, postgres: 30 },
        { sample: 6, postgres: 6 },
      ],
      submit: [
        { sample: 4, postgres: 4 },
        { sample: 40, postgres: 60 },
        { sample: 4, postgres: 1 },
      ],
    });

    assert.equal(sumRatio(both, ['form', 'submit'], 'postgres', 'sample'), 0.7);
    assert.ok(Number.isNaN(sumRatio(both, ['form', 'help'], 'postgres', 'sample')));
    assert.ok(Number.isNaN(sumRatio(both, ['form', 'submit'], 'pglite', 'sample')));
  });

  it('keep the answer to a click apart from the turns', () => {
    const click = {
      turn: 'echo of a click',
      floor: aMeasured({ cpuMs: 2 }),
      others: [aMeasured({ program: CLICK, cpuMs: 1 })],
    };
    const runs = results.runs.map((run) => ({ ...run, groups: [click, ...run.groups] }));

    assert.equal(clickRatio({ runs }), 0.5);
    assert.deepEqual(turnsOf({ runs }), ['form']);
  });
});
