import { type Kysely, sql } from 'kysely';
import type { Tables } from '../database/tables.ts';
import { JOB_NAMES, type Jobs } from './jobs.ts';

const STATES = ['waiting', 'active', 'failed'] as const;

export interface JobCount {
  readonly job: string;
  readonly state: (typeof STATES)[number];
  readonly count: number;
}

/**
 * How many jobs of each kind wait, run, or have failed for good: those in the queue of all
 * processes, and what this one does without it. pg-boss itself counts once a minute; this asks the
 * same index (`job_i14`, which leaves out what is done).
 */
export async function countJobs(
  db: Kysely<Tables>,
  { underWay }: Pick<Jobs, 'underWay'>,
): Promise<readonly JobCount[]> {
  const { rows } = await sql<{ name: string; state: string; count: string }>`
    select name, case when state in ('created', 'retry') then 'waiting' else state::text end as state,
      count(*) as count
    from pgboss.job
    where name in (${sql.join([...JOB_NAMES])}) and state in ('created', 'retry', 'active', 'failed')
    group by 1, 2`.execute(db);
  return JOB_NAMES.flatMap((job) => {
    const here = { ...underWay(job), failed: 0 };
    return STATES.map((state) => {
      const row = rows.find((counted) => counted.name === job && counted.state === state);
      return { job, state, count: Number(row?.count ?? 0) + here[state] };
    });
  });
}
