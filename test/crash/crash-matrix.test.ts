import assert from 'node:assert/strict';
import { findBrokenLink } from '../../src/requests/audit.ts';
import { DATABASE_KINDS, type DatabaseKind, type Home, lookInto } from '../support/home.ts';
import { type Lane, startLane } from './lane.ts';
import { type Round, rounds } from './plan.ts';
import { countSteps, playRound, type RoundResult } from './round.ts';

const COUNT = Number(process.env.CRASH_ROUNDS ?? 200);
const SEED = Number(process.env.CRASH_SEED ?? 1);
/** Processes at once: most of the time they wait, for leases and settle windows. */
const LANES: Readonly<Record<DatabaseKind, number>> = { PGlite: 3, PostgreSQL: 6 };

for (const kind of DATABASE_KINDS) {
  describe(`${COUNT} rounds in which a process on ${kind} is killed, seed ${SEED}`, () => {
    const planned = rounds(COUNT, SEED);
    const results = new Map<Round, RoundResult | Error>();
    const lanes: Lane[] = [];
    let organizations = 0;

    before(async function () {
      this.timeout(0);
      const steps = new Map<Round['journey'], number>();
      const rest = planned.values();
      const work = async (lane: Lane) => {
        for (const round of rest) {
          organizations += 1;
          const count = steps.get(round.journey) ?? 1;
          results.set(round, await attempted(lane, round, `Crashed ${organizations}`, count));
        }
      };
      for (let index = 0; index < LANES[kind]; index += 1) lanes.push(await startLane(kind));
      const [first] = lanes;
      assert.ok(first);
      for (const { journey } of planned) {
        if (!steps.has(journey)) steps.set(journey, await countSteps(first, journey));
      }
      await Promise.all(lanes.map(work));
      await Promise.all(lanes.map((lane) => lane.end()));
      summarize(planned, results);
    });
    after(() => Promise.all(lanes.map((lane) => lane.close())));

    for (const [index, round] of planned.entries()) {
      const { journey, kills } = round;
      const where = kills.map(({ percent, side }) => `${side} ${percent} %`).join(', again ');
      it(`${index + 1}: ${journey}, killed ${where}`, () => {
        const result = results.get(round);
        if (result instanceof Error) throw result;
        assert.ok(result);
      });
    }

    it('leaves in the database one request for each form, and the whole chain of what happened', async () => {
      const found = await Promise.all(lanes.map(({ home }) => inspect(home)));

      const requests = found.reduce((sum, each) => sum + each.requests, 0);
      assert.equal(requests, organizations + new Set(planned.map(({ journey }) => journey)).size);
      assert.deepEqual(
        found.map(({ brokenLink }) => brokenLink),
        found.map(() => undefined),
      );
      assert.deepEqual(
        found.flatMap(({ underWay }) => underWay),
        [],
      );
    }).timeout(60_000);
  });
}

async function attempted(...given: Parameters<typeof playRound>): Promise<RoundResult | Error> {
  try {
    return await playRound(...given);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** What a lane has left in its database. */
const inspect = (home: Home) =>
  lookInto(home, async ({ db }) => {
    const rows = await db.selectFrom('request').select(['number', 'status']).execute();
    return {
      requests: rows.length,
      underWay: rows.filter(({ status }) => status === 'provisioning' || status === 'blocked'),
      brokenLink: await findBrokenLink(db),
    };
  });

/** How often the process was killed at which step. */
function summarize(
  planned: readonly Round[],
  results: ReadonlyMap<Round, RoundResult | Error>,
): void {
  const counts = new Map<string, number>();
  for (const round of planned) {
    const result = results.get(round);
    if (result === undefined || result instanceof Error) continue;
    for (const step of result.killedAt) counts.set(step, (counts.get(step) ?? 0) + 1);
  }
  const sorted = [...counts].sort(([, one], [, other]) => other - one);
  const lines = sorted.map(([step, count]) => `    ${count} × ${step}\n`);
  process.stdout.write(`    Killed\n${lines.join('')}`);
}
