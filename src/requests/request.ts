import type { FaultCode } from '../errors.ts';
import type { Connector } from './connector.ts';
import type { Person } from './person.ts';
import type { Policy } from './policy.ts';

/** Why only the executor can help a request on. */
export const BLOCKERS = [
  'sign-in-required',
  'consent-required',
  'interaction-required',
  'blocked-by-policy',
] as const;
export type Blocker = (typeof BLOCKERS)[number];

export interface Decision {
  readonly by: Person;
  readonly at: Date;
  readonly comment?: string | undefined;
}

/** A connector as Graph has it. */
export interface Created {
  readonly id: string;
  readonly status: string;
}

/** What was asked for; the same in every state. */
export interface Asked {
  readonly id: string;
  /** What people call it: `#<number>`. */
  readonly number: number;
  readonly requestedBy: Person;
  readonly requestedAt: Date;
  readonly connector: Connector;
  readonly justification?: string | undefined;
  readonly policy: Policy;
  /** In the order they came; no two by one person. */
  readonly approvals: readonly Decision[];
}

/** A request that has every approval it needs. */
export interface Approved extends Asked {
  readonly executor: Person;
  /** Set while the outcome of an attempt at Graph is unknown. */
  readonly doubtSince?: Date | undefined;
}

/**
 * waiting ──approve (n-th)──► provisioning ──create──► created
 *    ├─reject──► rejected        ├─fail───► failed ──retry──► provisioning
 *    ├─cancel──► cancelled       ├─block──► blocked ─complete─► provisioning
 *    └─expire──► expired         └─doubt──► provisioning (in doubt)
 *
 * blocked ──cancel──► cancelled, ──expire──► expired; neither while in doubt.
 */
export type Request =
  | (Asked & { readonly status: 'waiting'; readonly expiresAt: Date })
  | (Approved & { readonly status: 'provisioning' })
  | (Approved & {
      readonly status: 'blocked';
      readonly blocker: Blocker;
      readonly expiresAt: Date;
      /** In the log and on the card, so that one finds the other. */
      readonly reference: string;
    })
  | (Approved & {
      readonly status: 'created';
      readonly created: Created;
      readonly createdAt: Date;
    })
  | (Approved & {
      readonly status: 'failed';
      readonly fault: FaultCode;
      readonly failedAt: Date;
      readonly reference: string;
      /** The connector that the organization has already. */
      readonly existing?: string | undefined;
    })
  | (Asked & { readonly status: 'rejected'; readonly rejection: Decision })
  | (Asked & { readonly status: 'cancelled'; readonly cancellation: Decision })
  | (Asked & { readonly status: 'expired'; readonly expiredAt: Date });

export type RequestIn<S extends Request['status']> = Extract<Request, { readonly status: S }>;

export type Event =
  /** `mayDecide`: whether the person is an approver now, as just looked up. */
  | (Decision & { readonly type: 'approve'; readonly mayDecide: boolean })
  | (Decision & { readonly type: 'reject'; readonly mayDecide: boolean })
  | (Decision & { readonly type: 'cancel' })
  | { readonly type: 'expire'; readonly at: Date }
  | {
      readonly type: 'block';
      readonly at: Date;
      readonly blocker: Blocker;
      readonly reference: string;
    }
  | { readonly type: 'complete'; readonly at: Date; readonly by: Person }
  | { readonly type: 'doubt'; readonly at: Date }
  /** Graph was looked through after the settle window: the attempt in doubt made nothing. */
  | { readonly type: 'clear-doubt'; readonly at: Date }
  | {
      readonly type: 'create';
      readonly at: Date;
      readonly created: Created;
    }
  | {
      readonly type: 'fail';
      readonly at: Date;
      readonly fault: FaultCode;
      readonly reference: string;
      readonly existing?: string | undefined;
    }
  | { readonly type: 'retry'; readonly at: Date; readonly by: Person };

/** Why an event does not apply. */
export const REFUSALS = [
  'already-decided',
  'already-approved',
  'own-request',
  'not-an-approver',
  'not-yours',
  'in-doubt',
  'not-due',
  'not-now',
  /** Another request for its organization has been opened meanwhile. */
  'organization-open',
] as const;
export type Refusal = (typeof REFUSALS)[number];

/** Work that follows from a transition and is stored with it. */
export type Effect =
  | { readonly job: 'provision'; readonly at?: Date; readonly tries?: number }
  | { readonly job: 'publish'; readonly at?: Date }
  | { readonly job: 'expire'; readonly at?: Date }
  | { readonly job: 'remind'; readonly at: Date; readonly round: number };

export type Outcome =
  | { readonly ok: true; readonly request: Request; readonly effects: readonly Effect[] }
  | { readonly ok: false; readonly refusal: Refusal };

/** Whether something can still become of it without anybody asking anew. */
export const isOpen = (status: Request['status']): boolean =>
  status === 'waiting' || status === 'provisioning' || status === 'blocked';
