import assert from 'node:assert/strict';
import { parseOptions } from '../../bench/options.ts';
import { isMet, type Target, targets } from '../../bench/targets.ts';
import { NOTHING } from '../../bench/traffic.ts';
import { aMeasured, someResults } from './some-results.ts';

const found = (all: readonly Target[], what: RegExp, kind = 'postgres'): Target => {
  const [target, ...more] = all.filter((each) => what.test(each.what) && each.kind === kind);
  assert.ok(target && more.length === 0, `${what} of ${kind}`);
  return target;
};

describe('targets', () => {
  it('compare turns with the floor', () => {
    const all = targets(someResults({ form: [{ floor: 2, pglite: 3, postgres: 2.4 }] }));

    const [pglite, postgres] = [found(all, /CPU of form/, 'pglite'), found(all, /CPU of form/)];
    assert.deepEqual([pglite.measured, isMet(pglite)], [1.5, false]);
    assert.deepEqual([postgres.measured, isMet(postgres)], [1.2, true]);
  });

  it('compare a created connector with the sample, from its form on', () => {
    const all = targets(
      someResults({
        form: [{ sample: 14, postgres: 4 }],
        'submit → created': [{ sample: 10, postgres: 14 }],
      }),
    );

    const target = found(all, /a created connector: form and submit → created/);
    assert.deepEqual([target.measured, isMet(target)], [0.75, true]);
  });

  it('name the turn that suffers most from what is stored', () => {
    const all = targets(
      someResults({
        form: [{ postgres: 2, 'postgres, filled': 2 }],
        requests: [{ postgres: 2, 'postgres, filled': 3 }],
        help: [{ postgres: 2, 'postgres, filled': 1 }],
      }),
    );

    const target = found(all, /with 1,000,000 requests \(requests\)/);
    assert.deepEqual([target.measured, isMet(target)], [1.5, false]);
  });

  it('name the service to which most connections are opened', () => {
    const results = someResults({ form: [{ postgres: 2 }] });
    const others = [
      aMeasured({ program: 'postgres', connections: { ...NOTHING, graph: 3, tokens: 20 } }),
    ];
    const runs = results.runs.map((run) => ({
      ...run,
      groups: run.groups.map((group) => ({ ...group, others })),
    }));

    const target = found(targets({ ...results, runs }), /form, the token service/);

    assert.deepEqual([target.measured, isMet(target)], [20, false]);
  });

  it('take the median of all starts, and memory in MB', () => {
    const all = targets(
      someResults(
        {},
        {
          starts: [{ program: 'postgres', database: 'warm', ms: [5000, 900, 800] }],
          memory: [
            { program: 'postgres', turns: 1, before: 0, busy: 0, rested: 2 ** 20, perSecond: 1 },
          ],
        },
      ),
    );

    assert.equal(found(all, /time to ready, warm/).measured, 900);
    assert.equal(found(all, /memory/).measured, 1);
  });

  it('leave out what was not measured', () => {
    assert.deepEqual(targets(someResults({}, { options: parseOptions(['--only', 'x']) })), []);
  });

  for (const [measured, met] of [
    [1.2, true],
    [1.2049, true],
    [1.21, false],
    [Number.NaN, false],
  ] as const) {
    it(`call ${measured} of at most 1.2 ${met ? 'met' : 'not met'}`, () => {
      const target = { what: '', kind: 'postgres', unit: '× floor', limit: 1.2, measured } as const;

      assert.equal(isMet(target), met);
    });
  }
});
