import type { Entry } from '../requests/history.ts';
import { MAX_COMMENT } from '../requests/justification.ts';
import type { Request, RequestIn } from '../requests/request.ts';
import { BLOCKED_TITLES, BLOCKED_WORDS } from './blocked-words.ts';
import { FAILURE_WORDS, LOOK_FIRST, MAY_EXIST, NOT_CREATED } from './failure-words.ts';
import { inLine, MAX_NAME } from './typed-text.ts';

/** What a card says of the state of a request; holds nothing that people typed. */
export interface StateWords {
  readonly title: string;
  readonly color: 'Default' | 'Good' | 'Accent' | 'Attention';
  readonly texts: readonly string[];
}

export function stateWords(request: Request): StateWords {
  switch (request.status) {
    case 'waiting':
      return {
        title: 'Approval needed for an Exchange connector',
        color: 'Accent',
        texts: [
          `Waiting for approval: ${progress(request)}.`,
          WITH_RIGHTS[request.policy.provisionAs],
        ],
      };
    case 'provisioning':
      return {
        title: 'Creating the Exchange connector…',
        color: 'Default',
        texts: [request.doubtSince ? IN_DOUBT : WORKING],
      };
    case 'blocked': {
      const [happened, next] = BLOCKED_WORDS[request.blocker];
      const changed = request.doubtSince ? NOT_KNOWN_YET : NOT_CREATED;
      return {
        title: BLOCKED_TITLES[request.blocker],
        color: 'Accent',
        texts: [happened, changed, next],
      };
    }
    case 'created':
      return { title: 'Exchange connector created', color: 'Good', texts: [] };
    case 'failed':
      return failedWords(request);
    case 'rejected':
      return { title: 'Request rejected', color: 'Attention', texts: [NOT_CREATED] };
    case 'cancelled':
      return { title: 'Request cancelled', color: 'Default', texts: [NOT_CREATED] };
    case 'expired':
      return {
        title: 'Request expired',
        color: 'Attention',
        texts: [`${expiredBecause(request)} ${NOT_CREATED}`],
      };
  }
}

/** A later refusal proves nothing about an earlier attempt whose outcome stayed unknown. */
function failedWords({ fault, doubtSince }: RequestIn<'failed'>): StateWords {
  const { title, happened, changed, next } = FAILURE_WORDS[fault];
  const texts =
    doubtSince && fault !== 'outcome-unknown'
      ? [happened, EARLIER_UNKNOWN, MAY_EXIST, LOOK_FIRST]
      : [happened, changed, next];
  return { title, color: 'Attention', texts };
}

const WITH_RIGHTS = {
  requester: 'Once approved, the connector is created with the rights of the person who asked.',
  approver:
    'Once approved, the connector is created with the rights of whoever approves last, who signs in for it.',
} as const;
const WORKING =
  'The bot is working on it. This card updates itself; there is nothing to do. If Microsoft Graph is busy, the bot tries again by itself.';
const IN_DOUBT =
  'Microsoft Graph broke off before it said how it ended. The bot looks whether the connector exists before it does anything else, so there will be no second one. This card updates itself; there is nothing to do.';
const NOT_KNOWN_YET = 'Whether an earlier attempt has created the connector is not known yet.';
const EARLIER_UNKNOWN = 'Before that, Microsoft Graph broke off without saying how it ended.';

/** Why nothing came of it; it can expire while it waits for decisions, and again for its executor. */
export const expiredBecause = ({ approvals, policy }: RequestIn<'expired'>): string =>
  approvals.length < policy.approvalsNeeded
    ? `It was not approved in time (${approvals.length} of ${policy.approvalsNeeded}).`
    : 'What it waited for was not done in time.';

/** How far the approval of a request is. */
export const progress = ({ approvals, policy }: Request): string =>
  `${approvals.length} of ${policy.approvalsNeeded}`;

/** The state in a few words, for a line of a list. */
export function stateName(request: Request): string {
  switch (request.status) {
    case 'waiting':
      return `waiting for approval, ${progress(request)}`;
    case 'provisioning':
      return request.doubtSince ? 'being looked for' : 'being created';
    case 'blocked':
      return lowerFirst(BLOCKED_TITLES[request.blocker]);
    case 'failed':
      return request.doubtSince || request.fault === 'outcome-unknown'
        ? 'failed, may exist'
        : 'failed';
    case 'created':
    case 'rejected':
    case 'cancelled':
    case 'expired':
      return request.status;
  }
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** One line of the history; only for a `TextRun`, because it holds what people typed. */
export function entryWords(entry: Entry): string {
  const by = entry.by === undefined ? 'Somebody' : inLine(entry.by.name, MAX_NAME);
  const comment = entry.comment === undefined ? '' : `: ${inLine(entry.comment, MAX_COMMENT)}`;
  switch (entry.type) {
    case 'ask':
      return `${by} asked for the connector`;
    case 'approve':
      return `${by} approved${comment}`;
    case 'reject':
      return `${by} rejected${comment}`;
    case 'cancel':
      return `${by} cancelled${comment}`;
    case 'expire':
      return 'Expired';
    case 'block':
      return entry.blocker ? BLOCKED_TITLES[entry.blocker] : 'Waiting for a sign-in or consent';
    case 'complete':
      return `${by} pressed Complete`;
    case 'doubt':
      return 'Microsoft Graph broke off; looking whether the connector exists';
    case 'clear-doubt':
      return 'Nothing was created; trying again';
    case 'create':
      return 'Created';
    case 'fail':
      return entry.fault ? `Failed: ${FAILURE_WORDS[entry.fault].title}` : 'Failed';
    case 'retry':
      return `${by} pressed Try again`;
    case 'remind':
      return 'Approvers were reminded';
  }
}
