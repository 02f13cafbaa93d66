import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { CATALOGUE, TARGETS } from '../../sandbox/cloud/fault-catalogue.ts';
import { CELLS, type Cell } from './cells.ts';
import { withDatabase } from './database.ts';
import { problemsOf } from './problems.ts';
import { type Result, runCell } from './run-cell.ts';
import { NOT_CALLED, SCENARIOS } from './scenarios.ts';
import { document, type Ended } from './table.ts';

/** They wait most of the time. */
const AT_ONCE = 8;

/** For whoever looks into some of them: part of a deed, a call, a fault, or how long it lasts. */
const ONLY = new RegExp(process.env.ONLY ?? '');
const CHOSEN = CELLS.filter(({ scenario, target, fault, lasts }) =>
  ONLY.test(`${scenario.step}: ${scenario.deed}: ${target}: ${fault}, ${lasts}`),
);

describe('the fault matrix', () => {
  it('has every fault of the catalogue at every call, or says why the call is not made', () => {
    const inMatrix = new Set(CELLS.map(({ target, fault }) => `${target} ${fault}`));

    const missing = CATALOGUE.flatMap(({ name, targets }) =>
      targets
        .filter((target) => !inMatrix.has(`${target} ${name}`) && !NOT_CALLED[target])
        .map((target) => `${target} ${name}`),
    );

    assert.deepEqual(missing, []);
    const needless = TARGETS.filter(
      (target) => NOT_CALLED[target] && SCENARIOS.some(({ targets }) => targets[target]),
    );
    assert.deepEqual(needless, []);
  });

  describe('in which', () => {
    const ended = new Map<Cell, PromiseSettledResult<Result>>();

    before(async function () {
      this.timeout(0);
      const waiting = [...CHOSEN];
      const work = async () => {
        for (let cell = waiting.shift(); cell; cell = waiting.shift()) {
          const one = cell;
          const [result] = await Promise.allSettled([withDatabase((url) => runCell(one, url))]);
          ended.set(one, result);
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, work));
    });

    const resultOf = (cell: Cell): Result => {
      const result = ended.get(cell);
      if (result?.status === 'fulfilled') return result.value;
      throw result?.reason;
    };

    for (const scenario of SCENARIOS) {
      describe(`somebody ${scenario.deed}`, () => {
        for (const cell of CHOSEN.filter((each) => each.scenario === scenario)) {
          it(`${cell.target}: ${cell.fault}, ${cell.lasts}`, () => {
            assert.deepEqual(problemsOf(cell, resultOf(cell)), []);
          });
        }
      });
    }

    it('no cell is left over, and all are written down', async () => {
      const all: readonly Ended[] = CHOSEN.map((cell) => ({ cell, result: resultOf(cell) }));
      assert.ok(all.every(({ cell, result }) => problemsOf(cell, result).length === 0));

      const table = document(all);

      process.stdout.write(table);
      if (CHOSEN.length === CELLS.length)
        await writeFile(new URL('../../docs/faults.md', import.meta.url), table);
    });
  });
});
