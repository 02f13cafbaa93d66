import type { Policy } from '../../src/requests/policy.ts';
import type { Request } from '../../src/requests/request.ts';

export const ALEX = { id: 'alex', name: 'Alex Wilber' };
export const MEGAN = { id: 'megan', name: 'Megan Bowen' };
export const ADELE = { id: 'adele', name: 'Adele Vance' };

/** Where people ask, for stores to which that means nothing. */
export const HERE = { chat: 'personal' };

/** The moment at which tests begin. */
export const T0 = new Date('2026-03-01T10:00:00Z');

export const later = (ms: number): Date => new Date(T0.getTime() + ms);

export const aPolicy = (changes: Partial<Policy> = {}): Policy => ({
  approvalsNeeded: 1,
  selfApproval: false,
  provisionAs: 'requester',
  expiresAfterMs: 3_600_000,
  ...changes,
});

/** A request of Alex's in any state; what that state needs is filled in. */
export function aRequest<S extends Request['status']>(
  status: S,
  changes: Partial<Extract<Request, { readonly status: S }>> = {},
): Extract<Request, { readonly status: S }> {
  const decision = { by: MEGAN, at: T0 };
  const every = {
    id: 'r1',
    number: 7,
    requestedBy: ALEX,
    requestedAt: T0,
    connector: {
      exchangeConnectorType: 'hosted' as const,
      exchangeOrganization: 'Contoso',
      exchangeAlias: 'exchange',
      primarySmtpAddress: 'exchange@contoso.com',
    },
    policy: aPolicy(),
    approvals: status === 'waiting' ? [] : [decision],
  };
  const approved = { ...every, executor: ALEX };
  const states: { readonly [K in Request['status']]: Extract<Request, { readonly status: K }> } = {
    waiting: { ...every, status: 'waiting', expiresAt: later(3_600_000) },
    provisioning: { ...approved, status: 'provisioning' },
    blocked: {
      ...approved,
      status: 'blocked',
      blocker: 'sign-in-required',
      expiresAt: later(3_600_000),
      reference: 'ref-1',
    },
    created: {
      ...approved,
      status: 'created',
      created: { id: 'c1', status: 'connectionPending' },
      createdAt: T0,
    },
    failed: {
      ...approved,
      status: 'failed',
      fault: 'throttled',
      failedAt: T0,
      reference: 'ref-1',
    },
    rejected: { ...every, status: 'rejected', rejection: decision },
    cancelled: { ...every, status: 'cancelled', cancellation: decision },
    expired: { ...every, status: 'expired', expiredAt: T0 },
  };
  return { ...states[status], ...changes };
}
