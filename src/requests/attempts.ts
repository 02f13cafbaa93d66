import { type Kysely, type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { Tables } from '../database/tables.ts';
import type { Lease } from './leases.ts';
import type { Part } from './part.ts';

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

/** The time of a clock that all processes on this database share. */
export type SharedNow = () => RawBuilder<Date>;

const When = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const Attempts = z.array(
  z
    .object({
      id: z.string(),
      baseline: z.array(z.string()),
      started_at: When,
      outcome: z.enum(['created', 'not-executed', 'unknown', 'settled']).nullable(),
      ended_at: When.nullable(),
    })
    .transform(
      ({ id, baseline, started_at, outcome, ended_at }): Attempt => ({
        id,
        baseline,
        startedAt: started_at,
        outcome: outcome === 'unknown' || outcome === null ? undefined : outcome,
        endedAt: ended_at ?? undefined,
      }),
    ),
);

/** What was tried for a request, oldest first. */
export const readAttempts = (selected: unknown): readonly Attempt[] => Attempts.parse(selected);

/**
 * Writes an attempt down, if the lease is still held: it stays locked until that is stored. False
 * when it is not.
 */
export async function beginAttempt(
  db: Kysely<Tables>,
  { name, owner }: Lease,
  requestId: string,
  { id, baseline }: Pick<Attempt, 'id' | 'baseline'>,
  sharedNow: SharedNow,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into attempt (id, request_id, baseline, started_at)
    select ${id}::text, ${requestId}::text, ${JSON.stringify(baseline)}::jsonb, ${sharedNow()}
    from lease where name = ${name} and owner = ${owner} and until > now() for update`.execute(db);
  return numAffectedRows === 1n;
}

/** Says what became of an attempt, as part of the change that follows from it. */
export const endAttempt = (
  attemptId: string,
  outcome: 'created' | 'not-executed' | 'unknown',
  sharedNow: SharedNow,
): Part => sql`
  update attempt set outcome = ${outcome}, ended_at = ${sharedNow()}
  where id = ${attemptId} and request_id in (select id from changed)`;

/** What is still unknown has left no trace. */
export const settleAttempts = (): Part => sql`
  update attempt set outcome = 'settled'
  where request_id in (select id from changed) and coalesce(outcome, 'unknown') = 'unknown'`;
