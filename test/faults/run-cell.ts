import type { Activity } from 'botbuilder';
import { Client } from 'pg';
import sinon from 'sinon';
import { startCloud } from '../../sandbox/cloud/cloud.ts';
import { runBot } from '../support/bot.ts';
import { showsIn } from '../support/channel.ts';
import { until } from '../support/until.ts';
import type { Cell } from './cells.ts';
import { follow } from './follow.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import { firstLine, type Seen } from './seen.ts';
import { type Status, storedStatus } from './stage.ts';

/** The first is longer than botbuilder's and Entra's pauses before they try once more. */
const TIMING = { GRAPH_TIMEOUT: 'PT3S', GRAPH_SETTLE: 'PT1S' };

/** What came of a fault. */
export interface Result {
  readonly outcome: Outcome;
  /** The person's first line. */
  readonly saw: string;
  readonly seen: Seen;
  readonly tookMs: number;
  /** How often the fault has struck. */
  readonly strikes: number;
  readonly before: { readonly connectors: number; readonly stored: Status };
  /** What people had to do after the fault had passed. */
  readonly acts: readonly string[];
  readonly after: { readonly connectors: number; readonly stored: Status };
  readonly log: readonly Record<string, unknown>[];
  readonly graphCalls: readonly string[];
  /** Everything that anybody was shown, besides the answer. */
  readonly shown: readonly string[];
}

/** Runs a deed under a fault in a bot of its own, and follows it to its end. */
export async function runCell(cell: Cell, DATABASE_URL: string): Promise<Result> {
  const { scenario, target, example, lasts } = cell;
  const environment = { ...TIMING, ...scenario.environment, DATABASE_URL };
  const cloud = await startCloud();
  const { faults, graph, connector } = cloud;
  const bot = await runBot({ environment, within: cloud });
  const bots = [bot];
  const db = new Client({ connectionString: DATABASE_URL });
  try {
    await db.connect();
    const { deed, ...cast } = await scenario.prepare(bot);
    const stage = { ...cast, db };
    if (scenario.restarts) {
      // On the same port, with nothing in its memory.
      await bot.close();
      const PORT = new URL(bot.url).port;
      bots.push(await runBot({ environment: { ...environment, PORT }, within: cloud }));
    }
    const take = sinon.spy(faults, 'take');
    const strikes = () =>
      take.getCalls().filter(({ args, returnValue }) => args[0] === target && returnValue).length;
    faults.set(target, { ...example, ...(lasts === 'once' && { times: 1 }) });

    const startedAt = performance.now();
    const seen = await deed.do();
    const tookMs = performance.now() - startedAt;
    const now = async () => ({
      connectors: graph.connectors.length,
      stored: await storedStatus(stage),
    });
    const before = await now();
    await until(async () => strikes() > 0);
    faults.clear(target);

    const acts = await follow(stage, { deed, seen });
    await showsIn(bot, stage.asker.conversationId, /^Exchange connector created/, 20_000);
    await scenario.finally?.(stage);
    return {
      outcome: outcomeOf(seen),
      saw: firstLine(seen),
      seen,
      tookMs,
      strikes: strikes(),
      before,
      acts,
      after: await now(),
      log: bots.flatMap(({ log }) => log),
      graphCalls: graph.requests.map(({ method, path }) => `${method} ${path}`),
      shown: connector.messages.map(({ activity }) => wordsOf(activity)),
    };
  } finally {
    await bots.at(-1)?.close(100);
    await db.end();
    await cloud.close();
  }
}

const wordsOf = ({ text = '', attachments = [] }: Partial<Activity>): string =>
  `${text}${JSON.stringify(attachments)}`;
