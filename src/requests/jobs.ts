import type { Kysely } from 'kysely';
import { fromKysely, PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Database } from '../database/database.ts';
import type { Tables } from '../database/tables.ts';
import type { Effect } from './request.ts';

export type JobName = Effect['job'];

/** What a job is about. */
const Job = z.object({ request: z.string(), round: z.int().optional(), tries: z.int().optional() });
export type Job = Readonly<z.output<typeof Job>>;

export type JobHandlers = Readonly<Record<JobName, (job: Job) => Promise<void>>>;

/** Where a transaction leaves the work that follows from it. */
export interface JobQueue {
  /** Stores the jobs in the transaction of `db`: they exist if and only if that commits. */
  send(db: Kysely<Tables>, requestId: string, effects: readonly Effect[]): Promise<void>;
}

export interface Jobs extends JobQueue {
  start(handlers: JobHandlers): Promise<void>;
  /** Takes no more jobs and waits for those that run, at the latest for `ms`. */
  stop(ms: number): Promise<void>;
}

interface Queue {
  readonly workers: number;
  /** How soon each worker notices a job that was put off when its time has come. */
  readonly pollSeconds: number;
}

const QUEUES: Readonly<Record<JobName, Queue>> = {
  provision: { workers: 8, pollSeconds: 2 },
  publish: { workers: 8, pollSeconds: 2 },
  expire: { workers: 1, pollSeconds: 1 },
  remind: { workers: 1, pollSeconds: 1 },
};
const NAMES = Object.keys(QUEUES) as readonly JobName[]; // Object.keys forgets the type of keys.

/** A job is only a nudge: each may come late or twice, and what is lost is found again. */
const OPTIONS = {
  // One waits for each request; what is under way is sorted out by leases.
  policy: 'short',
  notify: true,
  expireInSeconds: 300,
  retryLimit: 5,
  retryDelay: 2,
  retryBackoff: true,
  retryDelayMax: 60,
  deleteAfterSeconds: 3600,
  // A job may wait for as long as a request can.
  retentionSeconds: 2 * 365 * 24 * 3600,
};

/** The queue of jobs in the database of the requests. */
export function jobQueue(database: Database, now: () => Date, log: Logger): Jobs {
  const boss = new PgBoss({
    ...database.queue,
    max: 4,
    useListenNotify: true,
    schedule: false,
    registerInstance: false,
    superviseIntervalSeconds: 30,
    maintenanceIntervalSeconds: 600,
  });
  boss.on('error', (error) => log.warn({ err: error }, 'job queue'));
  boss.on('warning', ({ message }) => log.warn({ detail: message }, 'job queue'));

  return {
    async send(db, requestId, effects) {
      for (const effect of effects) {
        const { job, ...rest } = effect;
        const at = 'at' in rest ? rest.at : undefined;
        const data: Job = {
          request: requestId,
          ...('round' in rest && { round: rest.round }),
          ...('tries' in rest && { tries: rest.tries }),
        };
        await boss.send(job, data, {
          db: fromKysely(db),
          singletonKey: keyOf(requestId, effect),
          // Counted from now: the clock of the database may be another one.
          ...(at && { startAfter: Math.max(0, at.getTime() - now().getTime()) / 1000 }),
        });
      }
    },

    async start(handlers) {
      await boss.start();
      for (const name of NAMES) {
        const { workers, pollSeconds } = QUEUES[name];
        await boss.createQueue(name, OPTIONS);
        const options = {
          localConcurrency: workers,
          pollingIntervalSeconds: pollSeconds,
          notifyPollingIntervalSeconds: pollSeconds,
        };
        await boss.work<unknown>(name, options, async ([job]) => {
          if (job) await handlers[name](Job.parse(job.data));
        });
      }
    },

    stop: (ms) => boss.stop({ graceful: true, timeout: Math.max(ms, 1000), close: true }),
  };
}

/** A job that is put off must not keep one from coming that is due. */
const keyOf = (requestId: string, effect: Effect): string =>
  'at' in effect && effect.at ? `${requestId} ${effect.at.getTime()}` : requestId;
