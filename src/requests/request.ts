import type { FaultCode } from '../errors.ts';
import type { Connector } from './connector.ts';
import type { Created, Person } from './form.ts';
import type { Policy } from './policy.ts';

/** Why only the executor can help a request on. */
export type Blocker =
  | 'sign-in-required'
  | 'consent-required'
  | 'interaction-required'
  | 'blocked-by-policy';

export interface Decision {
  readonly by: Person;
  readonly at: Date;
  readonly comment?: string | undefined;
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
    })
  | (Asked & { readonly status: 'rejected'; readonly rejection: Decision })
  | (Asked & { readonly status: 'cancelled'; readonly cancellation: Decision })
  | (Asked & { readonly status: 'expired'; readonly expiredAt: Date });

export type Event =
  /** `mayDecide`: whether the person is an approver now, as just looked up. */
  | (Decision & { readonly type: 'approve'; readonly mayDecide: boolean })
  | (Decision & { readonly type: 'reject'; readonly mayDecide: boolean })
  | (Decision & { readonly type: 'cancel' })
  | { readonly type: 'expire'; readonly at: Date }
  | { readonly type: 'block'; readonly at: Date; readonly blocker: Blocker }
  | { readonly type: 'complete'; readonly at: Date; readonly by: Person }
  | { readonly type: 'doubt'; readonly at: Date }
  /** Graph was looked through after the settle window: the attempt in doubt made nothing. */
  | { readonly type: 'clear-doubt'; readonly at: Date }
  | {
      readonly type: 'create';
      readonly at: Date;
      readonly created: Created;
    }
  | { readonly type: 'fail'; readonly at: Date; readonly fault: FaultCode }
  | { readonly type: 'retry'; readonly at: Date; readonly by: Person };

/** Why an event does not apply. */
export type Refusal =
  | 'already-decided'
  | 'already-approved'
  | 'own-request'
  | 'not-an-approver'
  | 'not-yours'
  | 'in-doubt'
  | 'not-due'
  | 'not-now';

/** Work that follows from a transition and is stored with it. */
export type Effect =
  | { readonly job: 'provision' }
  | { readonly job: 'publish' }
  | { readonly job: 'expire'; readonly at: Date }
  | { readonly job: 'remind'; readonly at: Date };

export type Outcome =
  | { readonly ok: true; readonly request: Request; readonly effects: readonly Effect[] }
  | { readonly ok: false; readonly refusal: Refusal };
