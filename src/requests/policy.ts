/** Where approval is asked for. */
export type ApprovalPlace = 'channels' | 'always' | 'never';

export type Chat = 'personal' | 'group' | 'channel';

/** The rules that one request keeps from the day it was asked for. */
export interface Policy {
  /** Distinct people who must approve; 0 where no approval is asked for. */
  readonly approvalsNeeded: number;
  readonly selfApproval: boolean;
  /** Whose delegated rights create the connector. */
  readonly provisionAs: 'requester' | 'approver';
  /** How long a request waits for decisions, and again for its executor. */
  readonly expiresAfterMs: number;
  /** How long until approvers who have not decided are reminded; undefined for never. */
  readonly remindsAfterMs?: number | undefined;
}

export interface PolicySettings extends Policy {
  readonly approval: ApprovalPlace;
}

/** The policy for a request that is asked for in such a chat. */
export function policyFor({ approval, ...policy }: PolicySettings, chat: Chat): Policy {
  const asked = approval === 'always' || (approval === 'channels' && chat !== 'personal');
  // Without an approver there is nobody else whose rights could be used.
  return asked ? policy : { ...policy, approvalsNeeded: 0, provisionAs: 'requester' };
}

/** Reminders are repeated this often at most. */
export const MAX_REMINDERS = 3;

/** After this long in doubt a person has to look for the connector. */
export const DOUBT_ENDS_AFTER_MS = 24 * 3_600_000;
