import type { Kysely } from 'kysely';
import { fromKysely, PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Database } from '../database/database.ts';
import type { Tables } from '../database/tables.ts';
import { Lane } from './lane.ts';
import type { Effect } from './request.ts';

export type JobName = Effect['job'];

/** What a job is about. */
const Job = z.object({ request: z.string(), round: z.int().optional(), tries: z.int().optional() });
export type Job = Readonly<z.output<typeof Job>>;

export type JobHandlers = Readonly<Record<JobName, (job: Job) => Promise<void>>>;

/** Where a change leaves the work that follows from it. */
export interface JobQueue {
  /**
   * Stores what is to be done later in the transaction of `db`: those jobs exist if and only if that
   * commits. What is to be done soon stands in the request's own row, and needs no job.
   */
  send(db: Kysely<Tables>, requestId: string, effects: readonly Effect[]): Promise<void>;
  /** Whether some of this has to be stored. */
  mustStore(effects: readonly Effect[]): boolean;
  /** Once that has committed: does in this process what is to be done soon. */
  begin(requestId: string, effects: readonly Effect[]): void;
}

export interface Jobs extends JobQueue {
  start(handlers: JobHandlers): Promise<void>;
  /** Takes no more jobs and waits for those that run, at the latest for `ms`. */
  stop(ms: number): Promise<void>;
  /** How much of a kind waits and is being done in this process. */
  underWay(name: JobName): { readonly waiting: number; readonly active: number };
}

/** How many requests each process works on at once, for work that the sweep would find again. */
const WIDTHS = { provision: 8, publish: 8, expire: 2 } as const satisfies Partial<
  Record<JobName, number>
>;
type Recoverable = keyof typeof WIDTHS;
const isRecoverable = (name: JobName): name is Recoverable => Object.hasOwn(WIDTHS, name);

/** How soon a job that was put off is noticed when its time has come. */
const POLL_SECONDS: Readonly<Record<JobName, number>> = {
  provision: 2,
  publish: 2,
  expire: 1,
  remind: 1,
};
export const JOB_NAMES = Object.keys(POLL_SECONDS) as readonly JobName[]; // Object.keys forgets the type of keys.

/** Within this a process keeps work to itself; the sweep of another one would not come sooner. */
const SOON_MS = 3000;
const BATCH = 20;

/** A job is only a nudge: each may come late or twice, and what is lost is found again. */
const OPTIONS = {
  // One waits for each request; what is under way is sorted out by leases.
  policy: 'short',
  expireInSeconds: 300,
  retryLimit: 5,
  retryDelay: 2,
  retryBackoff: true,
  retryDelayMax: 60,
  deleteAfterSeconds: 3600,
  // A job may wait for as long as a request can.
  retentionSeconds: 2 * 365 * 24 * 3600,
};

/** Work on the requests: what is due soon in this process, the rest in a queue in their database. */
export function jobQueue(database: Database, now: () => Date, log: Logger): Jobs {
  const boss = new PgBoss({
    ...database.queue,
    max: 2,
    schedule: false,
    registerInstance: false,
    superviseIntervalSeconds: 30,
    maintenanceIntervalSeconds: 600,
  });
  boss.on('error', (error) => log.warn({ err: error }, 'job queue'));
  boss.on('warning', ({ message }) => log.warn({ detail: message }, 'job queue'));
  const lanes = new Map<JobName, Lane>();

  /** Counted from now: the clock of the database may be another one. */
  const msUntil = (at: Date | undefined) =>
    at === undefined ? 0 : Math.max(0, at.getTime() - now().getTime());
  const isSoon = ({ job, at }: Effect) => isRecoverable(job) && msUntil(at) <= SOON_MS;

  return {
    async send(db, requestId, effects) {
      for (const effect of effects) {
        if (isSoon(effect)) continue;
        await boss.send(effect.job, jobOf(requestId, effect), {
          db: fromKysely(db),
          singletonKey: keyOf(requestId, effect),
          startAfter: msUntil(effect.at) / 1000,
        });
      }
    },

    mustStore: (effects) => !effects.every(isSoon),

    begin(requestId, effects) {
      for (const effect of effects) {
        if (!isSoon(effect)) continue;
        lanes.get(effect.job)?.nudge(jobOf(requestId, effect), msUntil(effect.at));
      }
    },

    async start(handlers) {
      await boss.start();
      for (const name of JOB_NAMES) {
        await boss.createQueue(name, OPTIONS);
        const lane = isRecoverable(name) ? laneOf(name, handlers[name], log) : undefined;
        if (lane) lanes.set(name, lane);
        const options = { pollingIntervalSeconds: POLL_SECONDS[name], batchSize: lane ? BATCH : 1 };
        await boss.work<unknown>(name, options, async (jobs) => {
          for (const { data } of jobs) {
            const job = Job.parse(data);
            if (lane) lane.nudge(job);
            else await handlers[name](job);
          }
        });
      }
    },

    async stop(ms) {
      const lanesClose = [...lanes.values()].map((lane) => lane.close(ms));
      const options = { graceful: true, timeout: Math.max(ms, 1000), close: true };
      await Promise.all([boss.stop(options), ...lanesClose]);
    },

    underWay(name) {
      const { waiting = 0, active = 0 } = lanes.get(name) ?? {};
      return { waiting, active };
    },
  };
}

const laneOf = (name: Recoverable, handler: (job: Job) => Promise<void>, log: Logger): Lane =>
  new Lane(handler, WIDTHS[name], (error, { request }) =>
    log.warn({ err: error, request, job: name }, 'work on a request failed'),
  );

function jobOf(requestId: string, effect: Effect): Job {
  const { job: _, at: __, ...rest } = effect;
  return { request: requestId, ...rest };
}

/** A job that is put off must not keep one from coming that is due. */
const keyOf = (requestId: string, { at }: Effect): string =>
  at ? `${requestId} ${at.getTime()}` : requestId;
