import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Tables } from '../database/tables.ts';
import type { Part } from './part.ts';
import type { RequestRow } from './request-reader.ts';

/** What one process does to a request at a time. */
export type LeasedWork = 'provision' | 'publish';

/** The sole right to work on a request for a while, held by one process. */
export interface Lease {
  readonly name: string;
  readonly owner: string;
  /** Whether it is certain that nobody else has it. */
  held(): boolean;
  release(): Promise<void>;
  /** Releases it with a change; once that is made, `ended` says so. */
  readonly ending: Part;
  ended(): void;
}

/** A lease, and what was stored once it was got. */
export interface Claim {
  readonly lease: Lease;
  readonly row: ClaimedRow;
}

/** A request with all that work on it starts from. */
export interface ClaimedRow extends RequestRow {
  /** As `readAttempts` reads them. */
  readonly attempts: unknown;
  /** How often publishing was asked for without a change of the request. */
  readonly publish_asked: number;
  /** As `readPlaces` reads them. */
  readonly places: unknown;
  readonly looked_at: Date;
}

const LEASE_SECONDS = 10;
const RENEW_EVERY_MS = 3000;
/** Of its time, how much counts: the clocks of two machines do not run alike. */
const SAFE_MS = (LEASE_SECONDS - 2) * 1000;

/**
 * Leases in the database. They run by its clock, are renewed while their process lives, and end
 * soon after it has died.
 */
export class Leases {
  readonly #db: Kysely<Tables>;
  readonly #newId: () => string;
  readonly #onError: (error: unknown) => void;

  constructor(db: Kysely<Tables>, newId: () => string, onError: (error: unknown) => void) {
    this.#db = db;
    this.#newId = newId;
    this.#onError = onError;
  }

  /** Undefined while somebody else has the lease. `now` becomes `looked_at`. */
  async claim(
    work: LeasedWork,
    requestId: string,
    now: RawBuilder<Date> = sql<Date>`now()`,
  ): Promise<Claim | undefined> {
    const owner = this.#newId();
    const askedAt = performance.now();
    const { rows } = await sql<ClaimedRow>`
      select claimed.*, ${now} as looked_at
      from claim_request(${work}, ${requestId}, ${owner}, ${LEASE_SECONDS}) as claimed
    `.execute(this.#db);
    const [row] = rows;
    return row && { row, lease: this.#taken(`${work} ${requestId}`, owner, askedAt) };
  }

  /** Renews a lease, which was asked for at that time, until it ends. */
  #taken(name: string, owner: string, askedAt: number): Lease {
    let renewedAt = askedAt;
    let lost = false;
    let isEnded = false;
    const renew = async () => {
      const asked = performance.now();
      const result = await this.#db
        .updateTable('lease')
        .set({ until: UNTIL })
        .where('name', '=', name)
        .where('owner', '=', owner)
        .executeTakeFirst();
      if (result.numUpdatedRows === 0n) lost = true;
      else renewedAt = asked;
    };
    const timer = setInterval(() => void renew().catch(this.#onError), RENEW_EVERY_MS);
    return {
      name,
      owner,
      held: () => !lost && performance.now() - renewedAt < SAFE_MS,
      ending: sql`
        delete from lease
        where name = ${name} and owner = ${owner} and exists (select from changed)`,
      ended() {
        isEnded = true;
        clearInterval(timer);
      },
      release: async () => {
        clearInterval(timer);
        if (isEnded) return;
        await this.#db
          .deleteFrom('lease')
          .where('name', '=', name)
          .where('owner', '=', owner)
          .execute();
      },
    };
  }

  /** Ends every lease: for a database that no other process can have open. */
  async clear(): Promise<void> {
    await this.#db.deleteFrom('lease').execute();
  }
}

const UNTIL = sql<Date>`now() + make_interval(secs => ${sql.lit(LEASE_SECONDS)})`;

/** Locks the lease for the transaction of `db`; false when it is no longer this one's. */
export async function isHeld(db: Kysely<Tables>, { name, owner }: Lease): Promise<boolean> {
  const row = await db
    .selectFrom('lease')
    .select('name')
    .where('name', '=', name)
    .where('owner', '=', owner)
    .where('until', '>', sql<Date>`now()`)
    .forUpdate()
    .executeTakeFirst();
  return row !== undefined;
}
