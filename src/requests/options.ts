import type { Person } from './person.ts';
import type { Request } from './request.ts';

/** What a card offers to the person who looks at it. */
export type Option = 'approve' | 'reject' | 'cancel' | 'complete' | 'retry';

export interface Viewer {
  readonly id: string;
  /** Whether the person is an approver of this request. */
  readonly mayDecide: boolean;
}

/** What a person can do about a request now; the transition decides anew when they do it. */
export function optionsFor(request: Request, viewer: Viewer): readonly Option[] {
  const asked = viewer.id === request.requestedBy.id;
  switch (request.status) {
    case 'waiting':
      return [
        ...(mayStillDecide(request, viewer) ? (['approve', 'reject'] as const) : []),
        ...(asked ? (['cancel'] as const) : []),
      ];
    case 'blocked': {
      const executes = viewer.id === request.executor.id;
      return [
        ...(executes ? (['complete'] as const) : []),
        ...((asked || executes) && !request.doubtSince ? (['cancel'] as const) : []),
      ];
    }
    case 'failed':
      return asked || viewer.id === request.executor.id ? ['retry'] : [];
    case 'provisioning':
    case 'created':
    case 'rejected':
    case 'cancelled':
    case 'expired':
      return [];
  }
}

const mayStillDecide = (
  { requestedBy, policy, approvals }: Request,
  { id, mayDecide }: Viewer,
): boolean =>
  mayDecide &&
  (policy.selfApproval || id !== requestedBy.id) &&
  !approvals.some(({ by }) => by.id === id);

/** Those of the approvers whose decision is still awaited. */
export const undecided = (request: Request, approvers: readonly Person[]): readonly Person[] =>
  request.status === 'waiting'
    ? approvers.filter(({ id }) => mayStillDecide(request, { id, mayDecide: true }))
    : [];

/** Everybody who can do something about the request now, each once, as they were first named. */
export function actors(request: Request, approvers: readonly Person[]): readonly Person[] {
  const involved = new Map<string, Person>();
  for (const person of [
    request.requestedBy,
    ...('executor' in request ? [request.executor] : []),
    ...approvers,
  ]) {
    if (!involved.has(person.id)) involved.set(person.id, person);
  }
  const deciders = new Set(approvers.map(({ id }) => id));
  return [...involved.values()].filter(
    ({ id }) => optionsFor(request, { id, mayDecide: deciders.has(id) }).length > 0,
  );
}
