import { type Kysely, sql } from 'kysely';
import type { Tables } from '../database/tables.ts';
import type { Part } from './part.ts';

/** The sole right to work on something for a while, held by one process. */
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

  /** The lease, or undefined while somebody else has it. */
  async claim(name: string): Promise<Lease | undefined> {
    const owner = this.#newId();
    let renewedAt = performance.now();
    const { rows } = await sql`
      insert into lease (name, owner, until) values (${name}, ${owner}, ${UNTIL})
      on conflict (name) do update set owner = excluded.owner, until = excluded.until
      where lease.until < now()
      returning name`.execute(this.#db);
    if (rows.length === 0) return undefined;

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
