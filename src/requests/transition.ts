import { DOUBT_ENDS_AFTER_MS } from './policy.ts';
import type {
  Approved,
  Asked,
  Decision,
  Effect,
  Event,
  Outcome,
  Refusal,
  Request,
  RequestIn,
} from './request.ts';

type Accepted = Extract<Outcome, { readonly ok: true }>;

/** The first state of a request, with the work that follows. */
export function begin(asked: Omit<Asked, 'approvals'>): Accepted {
  const { policy, requestedAt, requestedBy } = asked;
  const request = { ...asked, approvals: [] };
  if (policy.approvalsNeeded === 0)
    return provision({ ...request, executor: requestedBy }, requestedAt);
  const expiresAt = after(requestedAt, policy.expiresAfterMs);
  return accept({ ...request, status: 'waiting', expiresAt }, [
    ...publish,
    { job: 'expire', at: expiresAt },
    ...reminder(policy.remindsAfterMs, requestedAt, 1, requestedAt),
  ]);
}

/**
 * The job of the reminder that comes `round`-th, if reminders are wanted. They keep their times,
 * but after a standstill they do not come one upon the other.
 */
export function reminder(
  everyMs: number | undefined,
  requestedAt: Date,
  round: number,
  now: Date,
): readonly Effect[] {
  if (everyMs === undefined) return [];
  const at = Math.max(requestedAt.getTime() + everyMs * round, now.getTime() + everyMs / 2);
  return [{ job: 'remind', at: new Date(at), round }];
}

const after = (from: Date, ms: number): Date => new Date(from.getTime() + ms);

/** What becomes of a request by an event. Pure: who and when arrive in the event. */
export function transition(request: Request, event: Event): Outcome {
  switch (event.type) {
    case 'approve':
      return request.status === 'waiting' ? approve(request, event) : refuse('already-decided');
    case 'reject':
      return request.status === 'waiting' ? reject(request, event) : refuse('already-decided');
    case 'cancel':
      return cancel(request, event);
    case 'expire':
      return expire(request, event.at);
    case 'block':
      return request.status === 'provisioning' ? block(request, event) : refuse('not-now');
    case 'complete':
      if (request.status !== 'blocked') return refuse('not-now');
      if (event.by.id !== request.executor.id) return refuse('not-yours');
      return provision(request, event.at);
    case 'doubt':
      if (request.status !== 'provisioning') return refuse('not-now');
      return accept({ ...request, doubtSince: request.doubtSince ?? event.at }, publish);
    case 'clear-doubt':
      if (request.status !== 'provisioning') return refuse('not-now');
      return accept({ ...approved(request), status: 'provisioning' }, []);
    case 'create': {
      if (request.status !== 'provisioning') return refuse('not-now');
      const { created, at } = event;
      return accept({ ...approved(request), status: 'created', created, createdAt: at }, publish);
    }
    case 'fail':
      return request.status === 'provisioning' ? fail(request, event) : refuse('not-now');
    case 'retry':
      return retry(request, event);
  }
}

function approve(
  request: RequestIn<'waiting'>,
  event: Extract<Event, { type: 'approve' }>,
): Outcome {
  const refusal = undecidable(request, event);
  if (refusal) return refuse(refusal);
  const { by, at, comment } = event;
  const approvals = [...request.approvals, { by, at, comment }];
  if (approvals.length < request.policy.approvalsNeeded) {
    return accept({ ...request, approvals }, publish);
  }
  const executor = request.policy.provisionAs === 'approver' ? by : request.requestedBy;
  return provision({ ...asked(request), approvals, executor }, at);
}

function reject(request: RequestIn<'waiting'>, event: Extract<Event, { type: 'reject' }>): Outcome {
  const refusal = undecidable(request, event);
  if (refusal) return refuse(refusal);
  const { by, at, comment } = event;
  const rejection = { by, at, comment };
  return accept({ ...asked(request), status: 'rejected', rejection }, publish);
}

/** Why this person may not decide on this request. */
function undecidable(
  { requestedBy, policy, approvals, expiresAt }: RequestIn<'waiting'>,
  { by, at, mayDecide }: Decision & { readonly mayDecide: boolean },
): Refusal | undefined {
  if (at >= expiresAt) return 'already-decided';
  if (by.id === requestedBy.id && !policy.selfApproval) return 'own-request';
  if (!mayDecide) return 'not-an-approver';
  if (approvals.some((approval) => approval.by.id === by.id)) return 'already-approved';
  return undefined;
}

function cancel(request: Request, { by, at, comment }: Decision): Outcome {
  if (request.status !== 'waiting' && request.status !== 'blocked') {
    return refuse('already-decided');
  }
  const executor = request.status === 'blocked' ? request.executor.id : undefined;
  if (by.id !== request.requestedBy.id && by.id !== executor) return refuse('not-yours');
  if (request.status === 'blocked' && request.doubtSince) return refuse('in-doubt');
  const cancellation = { by, at, comment };
  return accept({ ...asked(request), status: 'cancelled', cancellation }, publish);
}

function expire(request: Request, at: Date): Outcome {
  if (request.status !== 'waiting' && request.status !== 'blocked') return refuse('not-now');
  if (at < request.expiresAt) return refuse('not-due');
  if (request.status === 'blocked' && request.doubtSince) {
    return isDayOver(request.doubtSince, at) ? giveUp(request, at) : refuse('in-doubt');
  }
  return accept({ ...asked(request), status: 'expired', expiredAt: at }, publish);
}

function block(
  request: RequestIn<'provisioning'>,
  event: Extract<Event, { type: 'block' }>,
): Outcome {
  const { blocker, reference } = event;
  const { doubtSince, policy } = request;
  // In doubt it is not the executor's time that counts, but how long one looks for the connector.
  const expiresAt = doubtSince
    ? after(doubtSince, DOUBT_ENDS_AFTER_MS)
    : after(event.at, policy.expiresAfterMs);
  return accept({ ...request, status: 'blocked', blocker, reference, expiresAt }, [
    ...publish,
    { job: 'expire', at: expiresAt },
  ]);
}

/** In doubt a clear refusal of a later step proves nothing: only a day of doubt ends it. */
function fail(
  request: RequestIn<'provisioning'>,
  event: Extract<Event, { type: 'fail' }>,
): Outcome {
  const { doubtSince } = request;
  if (doubtSince && !isDayOver(doubtSince, event.at)) return refuse('in-doubt');
  const { fault, at, reference, existing } = event;
  return accept(
    { ...request, status: 'failed', fault, failedAt: at, reference, existing },
    publish,
  );
}

const isDayOver = (doubtSince: Date, at: Date): boolean =>
  at.getTime() - doubtSince.getTime() >= DOUBT_ENDS_AFTER_MS;

/** Nobody can look for the connector without the executor, who has had the time. */
const giveUp = (request: RequestIn<'blocked'>, at: Date): Outcome =>
  accept({ ...request, status: 'failed', fault: 'outcome-unknown', failedAt: at }, publish);

/** A doubt that is left begins anew: who tries again is given the time to look. */
function retry(request: Request, { by, at }: Extract<Event, { type: 'retry' }>): Outcome {
  if (request.status !== 'failed') return refuse('not-now');
  if (by.id !== request.requestedBy.id && by.id !== request.executor.id) return refuse('not-yours');
  return provision({ ...request, doubtSince: request.doubtSince && at }, at);
}

const publish: readonly Effect[] = [{ job: 'publish' }];

const accept = (request: Request, effects: readonly Effect[]): Accepted => ({
  ok: true,
  request,
  effects,
});

const refuse = (refusal: Refusal): Outcome => ({ ok: false, refusal });

/** Usually the end follows at once; only if it does not, the cards say that it is awaited. */
const SHOW_WORK_AFTER_MS = 1000;

const provision = (request: Approved, at: Date): Accepted =>
  accept(
    {
      ...asked(request),
      executor: request.executor,
      doubtSince: request.doubtSince,
      status: 'provisioning',
    },
    [{ job: 'provision' }, { job: 'publish', at: after(at, SHOW_WORK_AFTER_MS) }],
  );

/** The request without what only its present state knows. */
const asked = ({
  id,
  number,
  requestedBy,
  requestedAt,
  connector,
  justification,
  policy,
  approvals,
}: Asked): Asked => ({
  id,
  number,
  requestedBy,
  requestedAt,
  connector,
  justification,
  policy,
  approvals,
});

/** The same with its executor, and out of doubt. */
const approved = (request: Approved): Approved => ({
  ...asked(request),
  executor: request.executor,
});
