import assert from 'node:assert/strict';
import { ascending, quantile } from '../../bench/statistics.ts';
import { adaptiveCard, words } from '../support/cards.ts';
import { DATABASE_KINDS, lookInto } from '../support/home.ts';
import { until } from '../support/until.ts';
import { type Crowd, crowd, type Done, TITLES } from './crowd.ts';
import { type Program, startProgram } from './program.ts';
import { report } from './report.ts';

const SECONDS = Number(process.env.LOAD_SECONDS ?? 60);
const CONVERGE_MS = 120_000;
const ADAPTIVE = 'application/vnd.microsoft.card.adaptive';

for (const kind of DATABASE_KINDS) {
  describe(`fifty people in ten channels for ${SECONDS} s, one process on ${kind}`, () => {
    let program: Program;
    let crowded: Crowd;
    before(async function () {
      this.timeout(SECONDS * 1000 + 120_000);
      program = await startProgram(kind);
      crowded = await crowd(program.bot, SECONDS * 1000);
      const latencies = ascending(crowded.turns);
      report(`${kind}, ${SECONDS} s`, {
        turns: crowded.turns.length,
        'turns a second': (crowded.turns.length / SECONDS).toFixed(1),
        requests: crowded.done.length,
        'late answers': crowded.late,
        'p50, ms': quantile(latencies, 0.5).toFixed(0),
        'p99, ms': quantile(latencies, 0.99).toFixed(0),
        'resident, MB': ((await program.residentBytes()) / 1e6).toFixed(0),
      });
    });
    after(() => program.close());

    it('brings every card to the end that its people were told', async () => {
      const stale = () => crowded.done.flatMap((done) => staleCards(program, done));

      await until(async () => stale().length === 0, CONVERGE_MS).catch((cause: unknown) => {
        throw new Error(`Stale: ${stale().slice(0, 5).join('; ')}`, { cause });
      });
    }).timeout(CONVERGE_MS + 10_000);

    it('creates one connector for each request that was approved, and no other', () => {
      const approved = crowded.done.filter(({ end }) => end === 'created');

      const created = program.bot.cloud.graph.connectors.map((each) => each.exchangeOrganization);

      assert.deepEqual(created.toSorted(), approved.map((each) => each.organization).toSorted());
    });

    it('has nothing in its log that is an error, and answers as before', async () => {
      const errors = program.bot.log.filter(({ level }) => Number(level) >= 50);

      assert.deepEqual(errors, []);
      assert.equal((await fetch(`${program.bot.url}/readyz`)).status, 200);
    });

    it('has stored each request once', async () => {
      await program.bot.kill(0);

      const numbers = await storedNumbers(program);

      const asked = crowded.done.map(({ number }) => Number(number.slice(1)));
      assert.deepEqual(
        numbers,
        asked.toSorted((one, other) => one - other),
      );
    });
  });
}

/** Cards of a request, wherever they stand, that do not tell its end. */
function staleCards({ bot }: Program, { conversationId, number, end }: Done): readonly string[] {
  return bot.cloud.connector.sent(conversationId).flatMap(({ activity }) => {
    if (activity.attachments?.[0]?.contentType !== ADAPTIVE) return [];
    const told = words(adaptiveCard(activity));
    const isIts = told.split('\n').some((line) => line.includes(number));
    return isIts && !told.includes(TITLES[end]) ? [`${number} ${told.slice(0, 60)}`] : [];
  });
}

const storedNumbers = ({ home }: Program): Promise<readonly number[]> =>
  lookInto(home, async ({ db }) => {
    const rows = await db.selectFrom('request').select('number').orderBy('number').execute();
    return rows.map(({ number }) => number);
  });
