import { type Kysely, sql } from 'kysely';
import type { Tables } from '../database/tables.ts';

const STATES = ['waiting', 'active', 'failed'] as const;

export interface JobCount {
  readonly job: string;
  readonly state: (typeof STATES)[number];
  readonly count: number;
}

/**
 * How many jobs of each kind wait, run, or have failed for good. pg-boss itself counts once a
 * minute; this asks the same index (`job_i14`, which leaves out what is done).
 */
export async function countJobs(
  db: Kysely<Tables>,
  jobs: readonly string[],
): Promise<readonly JobCount[]> {
  const { rows } = await sql<{ name: string; state: string; count: string }>`
    select name, case when state in ('created', 'retry') then 'waiting' else state::text end as state,
      count(*) as count
    from pgboss.job
    where name in (${sql.join(jobs)}) and state in ('created', 'retry', 'active', 'failed')
    group by 1, 2`.execute(db);
  return jobs.flatMap((job) =>
    STATES.map((state) => {
      const row = rows.find((counted) => counted.name === job && counted.state === state);
      return { job, state, count: Number(row?.count ?? 0) };
    }),
  );
}
