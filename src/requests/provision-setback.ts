import type { Fault, FaultCode } from '../errors.ts';
import { advance } from './advance.ts';
import { pauseMs, setback } from './provision-plan.ts';
import { ifHeld, inDoubt, type Provisioning, type Work } from './provision-work.ts';

const SHORTEST_PAUSE_MS = 250;
/** Whoever asks for more than this does not mean a request that people wait for. */
const LONGEST_ASKED_MS = 3_600_000;

/** Looks again when an attempt without a known outcome has settled, or sooner. */
export async function waitUntil(work: Work, { request }: Provisioning, until: Date): Promise<void> {
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

/** What becomes of the request after a failure on the way to Graph. */
export async function takeSetback(work: Work, stored: Provisioning, fault: Fault): Promise<void> {
  const { store, now, reference } = work;
  const back = setback(fault.code);
  switch (back.type) {
    case 'block': {
      const { blocker } = back;
      const event = { type: 'block', at: now(), blocker, reference } as const;
      await advance(store, stored, event, { guard: ifHeld(work) });
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
export async function fail(
  work: Work,
  stored: Provisioning,
  fault: FaultCode,
  existing?: string,
): Promise<void> {
  const { store, now, reference } = work;
  const event = { type: 'fail', at: now(), fault, reference, existing } as const;
  const ended = await advance(store, stored, event, { guard: ifHeld(work) });
  if (!ended.ok && ended.refusal === 'in-doubt') {
    await tryLater(work, stored, fault, undefined);
  }
}
