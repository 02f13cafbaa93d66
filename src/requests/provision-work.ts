import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Tables } from '../database/tables.ts';
import { type Advanced, advance } from './advance.ts';
import { type SharedNow, settleAttempts } from './attempts.ts';
import type { Connector } from './connector.ts';
import { isHeld, type Lease, type Leases } from './leases.ts';
import type { Person } from './person.ts';
import type { Listed, Timing } from './provision-plan.ts';
import type { Created, RequestIn } from './request.ts';
import type { Stored } from './request-reader.ts';
import type { Guard, RequestStore } from './request-store.ts';

export interface ProvisionDeps {
  readonly db: Kysely<Tables>;
  readonly store: RequestStore;
  readonly leases: Leases;
  readonly timing: Timing;
  /** The executor's assertion, undefined when they must sign in. Throws a Fault. */
  readonly assertionOf: (requestId: string, executor: Person) => Promise<string | undefined>;
  /** Throws a Fault. */
  readonly list: (assertion: string) => Promise<readonly Listed[]>;
  /**
   * Posts once; `maySend` is asked right before anything leaves. Throws a Fault; `outcome-unknown`
   * means that the connector may exist.
   */
  readonly create: (
    assertion: string,
    connector: Connector,
    attemptId: string,
    maySend: () => boolean,
  ) => Promise<Created>;
  readonly sharedNow: SharedNow;
  /** Milliseconds that a throttling service asked to wait. */
  readonly askedToWait: (error: unknown) => number | undefined;
  readonly now: () => Date;
  readonly newId: () => string;
  /** From 0 up to 1. */
  readonly chance: () => number;
  readonly log: Logger;
}

/** What the work on one request needs. */
export interface Work extends ProvisionDeps {
  readonly lease: Lease;
  readonly tries: number;
  /** In the log, and on the card if the work fails. */
  readonly reference: string;
}

/** A request that is being worked on. */
export type Provisioning = Stored & { readonly request: RequestIn<'provisioning'> };

export const isProvisioning = (stored: Stored | undefined): stored is Provisioning =>
  stored?.request.status === 'provisioning';

/** The process slept for so long that another one may have gone on with the request. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

/** Lets a change through only from whoever holds the lease: what others know may be old. */
export const ifHeld =
  ({ lease }: Work): Guard =>
  async (db) => {
    if (!(await isHeld(db, lease))) throw new LeaseLost();
  };

/** Says that the outcome of an attempt is not known. */
export async function inDoubt(work: Work, stored: Provisioning): Promise<Provisioning> {
  if (stored.request.doubtSince) return stored;
  return changed(await advance(work.store, stored, { type: 'doubt', at: work.now() }));
}

/** Graph has been looked through after the settle window: what was in doubt made nothing. */
export async function outOfDoubt(work: Work, stored: Provisioning): Promise<Provisioning> {
  if (!stored.request.doubtSince) return stored;
  const event = { type: 'clear-doubt', at: work.now() } as const;
  const besides = { guard: ifHeld(work), parts: [settleAttempts()] };
  return changed(await advance(work.store, stored, event, besides));
}

/** Only the holder of the lease takes a request out of provisioning. */
function changed({ stored }: Advanced): Provisioning {
  if (isProvisioning(stored)) return stored;
  throw new Error('Somebody else has ended the provisioning');
}
