import type { Logger } from 'pino';
import { Background, within } from './background.ts';
import { receiver } from './bot/receive.ts';
import { warmUp } from './cards/warm-up.ts';
import type { Config } from './config.ts';
import type { Database } from './database/database.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { buildParts, type Parts, type Surroundings } from './parts.ts';
import { createServer } from './server.ts';

export interface App {
  readonly port: number;
  /** Stops accepting, finishes turns and running jobs, at most for so long, and closes the database. */
  stop(withinMs?: number): Promise<void>;
}

/** With the time to close the database within what a platform grants. */
const FINISH_WITHIN_MS = 8500;
/** Of the time to stop, for turns under way; the rest is for jobs. */
const TURNS_SHARE = 0.6;
const SWEEP_EVERY_MS = 5000;
/** Work comes within milliseconds; what is later than this was lost with its process, or waits there. */
const OVERDUE_MS = 3000;
/** The first to ask whether the bot is ready shall not have to wait for the cards' library. */
const WARM_UP_AFTER_MS = 300;
const PING_WITHIN_MS = 2000;
const CLOSE_WITHIN_MS = 1000;

/**
 * Starts the workers on a database, which it closes in the end, and listens. Throws whatever is in
 * the way.
 */
export async function startBot(
  config: Config,
  around: Surroundings,
  database: Database,
): Promise<App> {
  const { log } = around;
  const background = new Background((error) => log.error({ err: error }, 'work failed'));
  let state: string | undefined = 'starting';
  const metrics: Metrics = createMetrics({
    countRequests: () => parts.countRequests(),
    countJobs: () => parts.countJobs(),
    now: around.now,
    onError: (error) => log.warn({ err: error }, 'metrics without counts'),
  });
  const parts = buildParts(config, around, database, background, metrics.cloudCall);
  const { bot, cloud } = config;
  const receive = receiver({
    adapter: parts.adapter,
    bot: parts.bot,
    background,
    tenantId: bot.tenantId,
    cloud,
    log,
    observe: (activity, outcome, seconds) => metrics.turn(parts.kindOf(activity), outcome, seconds),
  });
  const notReady = async () => state ?? (await databaseTrouble(database, log));
  const server = createServer({ receive, notReady, metrics, log });
  const workers = new Workers(parts, config, (error) => log.warn({ err: error }, 'sweep failed'));

  const stop = async (withinMs = FINISH_WITHIN_MS): Promise<void> => {
    state = 'shutting down';
    const began = performance.now();
    const left = (share = 1) => Math.max(0, withinMs * share - (performance.now() - began));
    await server.close(left(TURNS_SHARE));
    await background.settle(left(TURNS_SHARE));
    await within(workers.stop(left()), left());
    // A database that does not answer cannot be closed in order either.
    await within(database.close(), CLOSE_WITHIN_MS);
  };
  try {
    await workers.start();
    const port = await server.listen(config.http.port, config.http.host);
    state = undefined;
    log.info({ port, cloud: cloud.name, database: config.database.type }, 'listening');
    setTimeout(warmUp, WARM_UP_AFTER_MS).unref();
    return { port, stop };
  } catch (error) {
    await stop(0);
    throw error;
  }
}

/** Why the database cannot be worked with now; undefined when it can. */
async function databaseTrouble(database: Database, log: Logger): Promise<string | undefined> {
  try {
    const answered = await within(
      database.ping().then(() => true),
      PING_WITHIN_MS,
    );
    return answered ? undefined : 'the database does not answer';
  } catch (error) {
    log.warn({ err: error }, 'not ready');
    return 'the database cannot be reached';
  }
}

/** The jobs of this process, and the sweep that asks again for what was lost. */
class Workers {
  readonly #parts: Parts;
  readonly #alone: boolean;
  readonly #onError: (error: unknown) => void;
  #timer: NodeJS.Timeout | undefined;
  #sweeping: Promise<void> | undefined;

  constructor(parts: Parts, config: Config, onError: (error: unknown) => void) {
    this.#parts = parts;
    this.#alone = config.database.type === 'embedded';
    this.#onError = onError;
  }

  async start(): Promise<void> {
    const { jobs, handlers, leases } = this.#parts;
    // Whoever held a lease on a database that is ours alone is no more.
    if (this.#alone) await leases.clear();
    await jobs.start(handlers);
    // What an earlier process has left is taken up at once.
    this.#sweep(0);
    this.#timer = setInterval(() => this.#sweep(OVERDUE_MS), SWEEP_EVERY_MS);
  }

  #sweep(overdueMs: number): void {
    this.#sweeping ??= this.#parts
      .sweep(overdueMs)
      .catch(this.#onError)
      .finally(() => {
        this.#sweeping = undefined;
      });
  }

  async stop(ms: number): Promise<void> {
    clearInterval(this.#timer);
    await within(Promise.resolve(this.#sweeping), ms);
    await this.#parts.jobs.stop(ms);
  }
}
