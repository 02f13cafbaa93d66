import type { Viewer } from '../requests/options.ts';
import type { Person } from '../requests/person.ts';
import type { Stored } from '../requests/request-reader.ts';
import type { Answer } from './answer.ts';
import type { HandlerDeps } from './deps.ts';
import { Origin } from './origin.ts';
import { viewerOf } from './request-view.ts';
import type { ActionData, Turn } from './turn.ts';

export type Accessed =
  | { readonly ok: true; readonly stored: Stored }
  | { readonly ok: false; readonly answer: Answer };

type Deps = Pick<HandlerDeps, 'requests' | 'approversOf' | 'conversationsOf' | 'log'>;

/**
 * The request of an action, and who the person is to it: looked up, never believed because a card
 * said so. To those who have nothing to do with it, and see it nowhere, it does not exist.
 */
export async function accessRequest(
  deps: Deps,
  turn: Turn,
  { request: id }: ActionData,
): Promise<Accessed> {
  const stored = id === undefined ? undefined : await deps.requests.find(id);
  if (!stored) return { ok: false, answer: UNKNOWN };
  const viewer = await viewerFor(deps, turn.person, stored);
  if (isInvolved(stored, viewer)) return { ok: true, stored };
  const shown = await deps.conversationsOf(stored.request.id);
  return shown.has(turn.activity.conversation.id)
    ? { ok: true, stored }
    : { ok: false, answer: UNKNOWN };
}

const UNKNOWN: Answer = {
  type: 'message',
  text: 'There is no such request. Type requests to see yours.',
};

/**
 * What the person may do as far as cards show it. Where the approvers cannot be looked up now, those
 * count who could decide when it was asked for; a decision itself is never taken on that ground.
 */
export async function viewerFor(
  { approversOf, log }: Pick<HandlerDeps, 'approversOf' | 'log'>,
  { id }: Person,
  { request, origin, approvers }: Stored,
): Promise<Viewer> {
  if (request.status !== 'waiting') return { id, mayDecide: false };
  try {
    const now = await approversOf(Origin.parse(origin));
    return { id, mayDecide: now.some((approver) => approver.id === id) };
  } catch (error) {
    log.warn({ err: error, request: request.id }, 'the approvers could not be looked up');
    return viewerOf(approvers, id);
  }
}

/** Whether the person asked for the request, executes it, or could decide it. */
export const isInvolved = ({ request, approvers }: Stored, viewer: Viewer): boolean =>
  viewer.mayDecide ||
  viewer.id === request.requestedBy.id ||
  ('executor' in request && viewer.id === request.executor.id) ||
  request.approvals.some(({ by }) => by.id === viewer.id) ||
  approvers.some(({ id }) => id === viewer.id);
