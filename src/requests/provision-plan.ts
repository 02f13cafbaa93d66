import type { FaultCode } from '../errors.ts';
import type { Attempt } from './attempts.ts';
import { type Connector, organizationKey } from './connector.ts';
import { DOUBT_ENDS_AFTER_MS } from './policy.ts';
import type { Blocker, Created, RequestIn } from './request.ts';

/** A connector that Graph lists. */
export interface Listed extends Created {
  readonly exchangeConnectorType?: string | undefined;
  readonly exchangeOrganization?: string | undefined;
  readonly exchangeAlias?: string | undefined;
  readonly serverName?: string | undefined;
  readonly connectorServerName?: string | undefined;
  readonly primarySmtpAddress?: string | undefined;
}

export interface Timing {
  /** The longest that a call to Graph takes. */
  readonly timeoutMs: number;
  /** So long after an unknown outcome a missing connector counts as not created. */
  readonly settleMs: number;
}

/** An attempt that was written down longer ago than this is not sent any more. */
export const SEND_WITHIN_MS = 2000;

export type Plan =
  /** An earlier attempt has made this one. */
  | { readonly type: 'found'; readonly connector: Listed }
  | { readonly type: 'exists'; readonly connector: Listed }
  | { readonly type: 'wait'; readonly until: Date }
  | { readonly type: 'post' };

/**
 * What to do about a request, given what was tried and what Graph lists now. While an outcome is
 * unknown, nothing is posted until the settle window is over.
 */
export function plan(
  connector: Connector,
  attempts: readonly Attempt[],
  listed: readonly Listed[],
  now: Date,
  timing: Timing,
): Plan {
  const unknown = attempts.filter(isUnknown);
  const before = new Set(attempts[0]?.baseline);
  const mayBeOurs = attempts.some((each) => isUnknown(each) || each.outcome === 'settled');
  const ours = mayBeOurs
    ? listed.find((each) => !before.has(each.id) && matches(connector, each))
    : undefined;
  if (ours) return { type: 'found', connector: ours };
  const settled = Math.max(0, ...unknown.map((attempt) => settledAt(attempt, timing)));
  if (now.getTime() < settled) return { type: 'wait', until: new Date(settled) };
  const rival = listed.find((each) => sameOrganization(connector, each));
  return rival ? { type: 'exists', connector: rival } : { type: 'post' };
}

export const isUnknown = ({ outcome }: Attempt): boolean => outcome === undefined;

/** When an attempt without a known outcome can no longer bring a connector to light. */
const settledAt = ({ startedAt, endedAt }: Attempt, { timeoutMs, settleMs }: Timing): number =>
  (endedAt?.getTime() ?? startedAt.getTime() + SEND_WITHIN_MS + timeoutMs) + settleMs;

/** What people chose; status, version and last sync are the service's own to change. */
const IDENTITY = [
  'exchangeConnectorType',
  'exchangeOrganization',
  'exchangeAlias',
  'serverName',
  'connectorServerName',
  'primarySmtpAddress',
] as const;

const matches = (connector: Connector, listed: Listed): boolean =>
  IDENTITY.every((name) => {
    const wanted = connector[name];
    return wanted === undefined || organizationKey(wanted) === organizationKey(listed[name] ?? '');
  });

const sameOrganization = (connector: Connector, { exchangeOrganization = '' }: Listed): boolean =>
  organizationKey(exchangeOrganization) === organizationKey(connector.exchangeOrganization);

/** What a failure on the way to Graph means for the request. */
export type Setback =
  | { readonly type: 'block'; readonly blocker: Blocker }
  /** Nothing was executed, and the same call may work later. */
  | { readonly type: 'again' }
  | { readonly type: 'unknown' }
  | { readonly type: 'fail' };

export function setback(fault: FaultCode): Setback {
  switch (fault) {
    case 'sign-in-expired':
    case 'wrong-account':
      return { type: 'block', blocker: 'sign-in-required' };
    case 'consent-required':
    case 'interaction-required':
    case 'blocked-by-policy':
      return { type: 'block', blocker: fault };
    case 'throttled':
    case 'graph-unavailable':
    case 'sign-in-unavailable':
    case 'database-unavailable':
    case 'already-exists':
      return { type: 'again' };
    case 'outcome-unknown':
      return { type: 'unknown' };
    case 'misconfigured':
    case 'invalid-connector':
    case 'not-permitted':
    case 'retired':
    case 'not-supported':
    case 'approvers-unavailable':
    case 'teams-unavailable':
    case 'internal':
      return { type: 'fail' };
  }
}

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 60_000;
const LONGEST_PAUSE_IN_DOUBT_MS = 300_000;
const MAX_TRIES = 8;

/** How long to wait before the next try; undefined when there have been enough. */
export function pauseMs(
  request: RequestIn<'provisioning'>,
  tries: number,
  now: Date,
  chance: number,
): number | undefined {
  const { doubtSince } = request;
  const longest = doubtSince ? LONGEST_PAUSE_IN_DOUBT_MS : LONGEST_PAUSE_MS;
  const enough = doubtSince
    ? now.getTime() - doubtSince.getTime() >= DOUBT_ENDS_AFTER_MS
    : tries >= MAX_TRIES;
  const pause = Math.min(longest, FIRST_PAUSE_MS * 2 ** Math.min(tries, 20));
  return enough ? undefined : Math.round(pause * (0.75 + chance / 2));
}
