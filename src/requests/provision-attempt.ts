import { Fault } from '../errors.ts';
import { type Advanced, advance } from './advance.ts';
import { beginAttempt, endAttempt } from './attempts.ts';
import type { Connector } from './connector.ts';
import { alone, type Part } from './part.ts';
import { type Listed, SEND_WITHIN_MS } from './provision-plan.ts';
import { takeSetback } from './provision-setback.ts';
import { LeaseLost, type Provisioning, type Work } from './provision-work.ts';
import type { Created } from './request.ts';
import type { Stored } from './request-reader.ts';

/** What failed around an attempt may have kept its end from being written down. */
export async function tryAttempt(...given: Parameters<typeof attempt>): Promise<void> {
  try {
    await attempt(...given);
  } catch (error) {
    throw error instanceof LeaseLost ? error : new Fault('outcome-unknown', error);
  }
}

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
  const next = { id: work.newId(), baseline: listed.map(({ id }) => id) };
  if (!(await beginAttempt(db, lease, request.id, next, sharedNow))) return;

  log.debug({ clientRequestId: next.id }, 'posting');
  // A process that slept over this moment may no longer be the only one.
  const maySend = () => lease.held() && now().getTime() - begun <= SEND_WITHIN_MS;
  const posted = await post(work, request.connector, assertion, next.id, maySend);
  if (posted instanceof Fault) {
    log.warn({ err: posted, clientRequestId: next.id }, 'connector not created');
    const outcome = posted.code === 'outcome-unknown' ? 'unknown' : 'not-executed';
    await alone(db, request.id, endAttempt(next.id, outcome, sharedNow));
    await takeSetback(work, stored, posted);
    return;
  }
  log.info({ connector: posted.id, clientRequestId: next.id }, 'connector created');
  const ended = await create(work, stored, posted, [
    endAttempt(next.id, 'created', sharedNow),
    lease.ending,
  ]);
  if (ended.ok) lease.ended();
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

/** The connector is there. */
export const create = (
  { store, now }: Work,
  stored: Stored,
  { id, status }: Created,
  parts: readonly Part[] = [],
): Promise<Advanced> =>
  advance(store, stored, { type: 'create', created: { id, status }, at: now() }, { parts });
