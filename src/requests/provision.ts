import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Tables } from '../database/tables.ts';
import { Fault, type FaultCode } from '../errors.ts';
import { type Advanced, advance } from './advance.ts';
import { type Attempt, attemptsOf, beginAttempt, endAttempt, settleAttempts } from './attempts.ts';
import type { Connector } from './connector.ts';
import type { Job } from './jobs.ts';
import { isHeld, type Lease, type Leases } from './leases.ts';
import type { Person } from './person.ts';
import {
  isUnknown,
  type Listed,
  pauseMs,
  plan,
  SEND_WITHIN_MS,
  setback,
  type Timing,
} from './provision-plan.ts';
import type { Created, RequestIn } from './request.ts';
import type { Stored } from './request-reader.ts';
import type { Also, RequestStore } from './request-store.ts';

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
  /** The time of a clock that all processes on this database share. */
  readonly sharedNow: () => Promise<Date>;
  /** Milliseconds that a throttling service asked to wait. */
  readonly askedToWait: (error: unknown) => number | undefined;
  readonly now: () => Date;
  readonly newId: () => string;
  /** From 0 up to 1. */
  readonly chance: () => number;
  readonly log: Logger;
}

/** What the work on one request needs. */
interface Work extends ProvisionDeps {
  readonly lease: Lease;
  readonly tries: number;
  /** In the log, and on the card if the work fails. */
  readonly reference: string;
}

type Provisioning = Stored & { readonly request: RequestIn<'provisioning'> };

const REFERENCE_LENGTH = 8;
const SHORTEST_PAUSE_MS = 250;
/** Whoever asks for more than this does not mean a request that people wait for. */
const LONGEST_ASKED_MS = 3_600_000;

/**
 * Brings an approved request to its connector, and to no second one: claim, list, write the attempt
 * down, post once. Whatever was interrupted is taken up by whoever claims the request next.
 */
export function provisioner(deps: ProvisionDeps) {
  return async ({ request: id, tries = 0 }: Job): Promise<void> => {
    const lease = await deps.leases.claim(`provision ${id}`);
    // Somebody else is at work, or has died at it; then the sweep asks again.
    if (!lease) return;
    try {
      const stored = await deps.store.find(id);
      if (!isProvisioning(stored)) return;
      const reference = deps.newId().slice(0, REFERENCE_LENGTH);
      const log = deps.log.child({ request: id, reference });
      await provision({ ...deps, lease, tries, reference, log }, stored);
    } catch (error) {
      if (!(error instanceof LeaseLost)) throw error;
      deps.log.warn({ request: id }, 'provisioning left to another process');
    } finally {
      await lease.release();
    }
  };
}

const isProvisioning = (stored: Stored | undefined): stored is Provisioning =>
  stored?.request.status === 'provisioning';

async function provision(work: Work, found: Provisioning): Promise<void> {
  let stored = found;
  try {
    const { id, connector, executor } = stored.request;
    const attempts = await attemptsOf(work.db, id);
    // An attempt whose process died has told nobody of the doubt that it left.
    if (attempts.some(isUnknown)) stored = await inDoubt(work, stored);
    const assertion = await work.assertionOf(id, executor);
    if (assertion === undefined) throw new Fault('sign-in-expired');
    // What comes to light while Graph answers is not in this answer.
    const lookedAt = await work.sharedNow();
    const listed = await work.list(assertion);
    const next = plan(connector, attempts, listed, lookedAt, work.timing);
    switch (next.type) {
      case 'found':
        work.log.info({ connector: next.connector.id }, 'connector found');
        await create(work, stored, next.connector);
        return;
      case 'exists':
        stored = await outOfDoubt(work, stored);
        await fail(work, stored, 'already-exists', next.connector.id);
        return;
      case 'wait':
        await waitUntil(work, stored, next.until);
        return;
      case 'post':
        // What was spent on looking does not count against what comes now.
        await tryAttempt(
          stored.request.doubtSince ? { ...work, tries: 0 } : work,
          await outOfDoubt(work, stored),
          assertion,
          listed,
        );
        return;
    }
  } catch (error) {
    if (error instanceof LeaseLost) throw error;
    const fault = error instanceof Fault ? error : new Fault('internal', error);
    work.log.warn({ err: fault }, 'provisioning set back');
    await takeSetback(work, stored, fault);
  }
}

/** What failed around an attempt may have kept its end from being written down. */
async function tryAttempt(...given: Parameters<typeof attempt>): Promise<void> {
  try {
    await attempt(...given);
  } catch (error) {
    throw error instanceof LeaseLost ? error : new Fault('outcome-unknown', error);
  }
}

/** The process slept for so long that another one may have gone on with the request. */
class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

/** Lets a change through only from whoever holds the lease: what others know may be old. */
const ifHeld =
  ({ lease }: Work, also?: Also): Also =>
  async (db) => {
    if (!(await isHeld(db, lease))) throw new LeaseLost();
    await also?.(db);
  };

/** Writes the attempt down, and only then posts. */
async function attempt(
  work: Work,
  stored: Provisioning,
  assertion: string,
  listed: readonly Listed[],
): Promise<void> {
  const { db, now, sharedNow, lease, log } = work;
  const { request } = stored;
  const begun = now().getTime();
  const next: Attempt = {
    id: work.newId(),
    baseline: listed.map(({ id }) => id),
    startedAt: await sharedNow(),
  };
  const written = await db.transaction().execute(async (trx) => {
    if (!(await isHeld(trx, lease))) return false;
    await beginAttempt(trx, request.id, next);
    return true;
  });
  if (!written) return;

  log.debug({ clientRequestId: next.id }, 'posting');
  // A process that slept over this moment may no longer be the only one.
  const maySend = () => lease.held() && now().getTime() - begun <= SEND_WITHIN_MS;
  const posted = await post(work, request.connector, assertion, next.id, maySend);
  const endedAt = await sharedNow();
  const end =
    (outcome: 'created' | 'not-executed' | 'unknown'): Also =>
    (trx) =>
      endAttempt(trx, next.id, outcome, endedAt);
  if (posted instanceof Fault) {
    log.warn({ err: posted, clientRequestId: next.id }, 'connector not created');
    await end(posted.code === 'outcome-unknown' ? 'unknown' : 'not-executed')(db);
    await takeSetback(work, stored, posted);
    return;
  }
  log.info({ connector: posted.id, clientRequestId: next.id }, 'connector created');
  const ended = await create(work, stored, posted, end('created'));
  if (!ended.ok)
    log.error({ connector: posted.id }, 'a connector came for a request that has ended');
}

/** What nobody foresaw may have happened after the request was sent. */
async function post(
  { create: send }: Work,
  connector: Connector,
  assertion: string,
  attemptId: string,
  maySend: () => boolean,
): Promise<Created | Fault> {
  try {
    if (!maySend()) return new Fault('graph-unavailable', new Error('Too late to send'));
    return await send(assertion, connector, attemptId, maySend);
  } catch (error) {
    return error instanceof Fault ? error : new Fault('outcome-unknown', error);
  }
}

const create = (
  { store, now }: Work,
  stored: Stored,
  { id, status }: Created,
  also?: Also,
): Promise<Advanced> =>
  advance(store, stored, { type: 'create', created: { id, status }, at: now() }, also);

async function inDoubt(work: Work, stored: Provisioning): Promise<Provisioning> {
  if (stored.request.doubtSince) return stored;
  return changed(await advance(work.store, stored, { type: 'doubt', at: work.now() }));
}

/** Graph has been looked through after the settle window: what was in doubt made nothing. */
async function outOfDoubt(work: Work, stored: Provisioning): Promise<Provisioning> {
  if (!stored.request.doubtSince) return stored;
  const event = { type: 'clear-doubt', at: work.now() } as const;
  const also = ifHeld(work, (db) => settleAttempts(db, stored.request.id));
  return changed(await advance(work.store, stored, event, also));
}

/** Only the holder of the lease takes a request out of provisioning. */
function changed({ stored }: Advanced): Provisioning {
  if (isProvisioning(stored)) return stored;
  throw new Error('Somebody else has ended the provisioning');
}

async function waitUntil(work: Work, { request }: Provisioning, until: Date): Promise<void> {
  const { tries, now, chance } = work;
  const pause = pauseMs(request, tries, now(), chance()) ?? 0;
  await later(work, request.id, Math.min(pause, until.getTime() - now().getTime()));
}

/** Never at once: the lease is still held, and a job that finds it so is spent. */
const later = ({ store, now, tries }: Work, requestId: string, ms: number): Promise<void> =>
  store.send(requestId, {
    job: 'provision',
    at: new Date(now().getTime() + Math.max(ms, SHORTEST_PAUSE_MS)),
    tries: tries + 1,
  });

async function takeSetback(work: Work, stored: Provisioning, fault: Fault): Promise<void> {
  const { store, now, reference } = work;
  const back = setback(fault.code);
  switch (back.type) {
    case 'block': {
      const { blocker } = back;
      const event = { type: 'block', at: now(), blocker, reference } as const;
      await advance(store, stored, event, ifHeld(work));
      return;
    }
    case 'unknown':
      await tryLater(work, await inDoubt(work, stored), fault.code, undefined);
      return;
    case 'again':
      await tryLater(work, stored, fault.code, work.askedToWait(fault));
      return;
    case 'fail':
      await fail(work, stored, fault.code);
      return;
  }
}

async function tryLater(
  work: Work,
  stored: Provisioning,
  fault: FaultCode,
  askedMs: number | undefined,
): Promise<void> {
  const { tries, now, chance } = work;
  const { request } = stored;
  const pause = pauseMs(request, tries, now(), chance());
  const wait = askedMs === undefined ? pause : Math.min(askedMs, LONGEST_ASKED_MS);
  if (pause !== undefined) await later(work, request.id, wait ?? 0);
  else await fail(work, stored, request.doubtSince ? 'outcome-unknown' : fault);
}

/** While the outcome of an attempt is in doubt no refusal is the end: the next look may find it. */
async function fail(
  work: Work,
  stored: Provisioning,
  fault: FaultCode,
  existing?: string,
): Promise<void> {
  const { store, now, reference } = work;
  const event = { type: 'fail', at: now(), fault, reference, existing } as const;
  const ended = await advance(store, stored, event, ifHeld(work));
  if (!ended.ok && ended.refusal === 'in-doubt') {
    await tryLater(work, stored, fault, undefined);
  }
}
