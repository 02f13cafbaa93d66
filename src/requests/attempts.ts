import type { Kysely } from 'kysely';
import type { Tables } from '../database/tables.ts';

/** One POST to Graph: written down before it is sent. */
export interface Attempt {
  /** Sent as `client-request-id`. */
  readonly id: string;
  /** Ids of the connectors that were there before. */
  readonly baseline: readonly string[];
  readonly startedAt: Date;
  /**
   * Undefined while it is not known, also when its process died; `settled` once Graph was looked
   * through after the settle window without a trace of it.
   */
  readonly outcome?: 'created' | 'not-executed' | 'settled' | undefined;
  /** When the attempt came to its known or unknown end; undefined when its process died. */
  readonly endedAt?: Date | undefined;
}

/** The attempts of a request, oldest first. */
export async function attemptsOf(
  db: Kysely<Tables>,
  requestId: string,
): Promise<readonly Attempt[]> {
  const rows = await db
    .selectFrom('attempt')
    .selectAll()
    .where('request_id', '=', requestId)
    .orderBy('started_at')
    .execute();
  return rows.map(({ id, baseline, started_at, outcome, ended_at }) => ({
    id,
    baseline,
    startedAt: started_at,
    outcome: outcome === 'unknown' || outcome === null ? undefined : outcome,
    endedAt: ended_at ?? undefined,
  }));
}

export async function beginAttempt(
  db: Kysely<Tables>,
  requestId: string,
  { id, baseline, startedAt }: Attempt,
): Promise<void> {
  await db
    .insertInto('attempt')
    .values({
      id,
      request_id: requestId,
      baseline: JSON.stringify(baseline),
      started_at: startedAt,
      outcome: null,
      ended_at: null,
    })
    .execute();
}

export async function endAttempt(
  db: Kysely<Tables>,
  attemptId: string,
  outcome: 'created' | 'not-executed' | 'unknown',
  at: Date,
): Promise<void> {
  await db
    .updateTable('attempt')
    .set({ outcome, ended_at: at })
    .where('id', '=', attemptId)
    .execute();
}

/** What is still unknown has left no trace. */
export async function settleAttempts(db: Kysely<Tables>, requestId: string): Promise<void> {
  await db
    .updateTable('attempt')
    .set({ outcome: 'settled' })
    .where('request_id', '=', requestId)
    .where((where) => where.or([where('outcome', 'is', null), where('outcome', '=', 'unknown')]))
    .execute();
}
