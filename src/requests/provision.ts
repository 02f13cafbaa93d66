import { Fault } from '../errors.ts';
import { type Attempt, readAttempts } from './attempts.ts';
import type { Job } from './jobs.ts';
import { create, tryAttempt } from './provision-attempt.ts';
import { isUnknown, plan } from './provision-plan.ts';
import { fail, takeSetback, waitUntil } from './provision-setback.ts';
import {
  inDoubt,
  isProvisioning,
  LeaseLost,
  outOfDoubt,
  type ProvisionDeps,
  type Provisioning,
  type Work,
} from './provision-work.ts';
import { readStored } from './request-reader.ts';

const REFERENCE_LENGTH = 8;

/**
 * Brings an approved request to its connector, and to no second one: claim, list, write the attempt
 * down, post once. Whatever was interrupted is taken up by whoever claims the request next.
 */
export function provisioner(deps: ProvisionDeps) {
  return async ({ request: id, tries = 0 }: Job): Promise<void> => {
    // What comes to light after this time, while Graph answers, is not in its answer.
    const claim = await deps.leases.claim('provision', id, deps.sharedNow());
    // Somebody else is at work, or has died at it; then the sweep asks again.
    if (!claim) return;
    const { lease, row } = claim;
    try {
      const stored = readStored(row);
      if (!isProvisioning(stored)) return;
      const reference = deps.newId().slice(0, REFERENCE_LENGTH);
      const log = deps.log.child({ request: id, reference });
      const work = { ...deps, lease, tries, reference, log };
      await provision(work, stored, readAttempts(row.attempts), row.looked_at);
    } catch (error) {
      if (!(error instanceof LeaseLost)) throw error;
      deps.log.warn({ request: id }, 'provisioning left to another process');
    } finally {
      await lease.release();
    }
  };
}

async function provision(
  work: Work,
  found: Provisioning,
  attempts: readonly Attempt[],
  lookedAt: Date,
): Promise<void> {
  let stored = found;
  try {
    const { id, connector, executor } = stored.request;
    // An attempt whose process died has told nobody of the doubt that it left.
    if (attempts.some(isUnknown)) stored = await inDoubt(work, stored);
    const assertion = await work.assertionOf(id, executor);
    if (assertion === undefined) throw new Fault('sign-in-expired');
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
