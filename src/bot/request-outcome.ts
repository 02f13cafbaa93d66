import { PATIENCE_MS } from '../background.ts';
import { organizationOpen } from '../cards/form-notices.ts';
import { REFUSAL_WORDS } from '../cards/refusal-words.ts';
import type { Advanced } from '../requests/advance.ts';
import type { Person } from '../requests/person.ts';
import type { Event, Request } from '../requests/request.ts';
import type { Stored } from '../requests/request-reader.ts';
import { settled } from '../requests/settled.ts';
import type { Answer } from './answer.ts';
import type { HandlerDeps } from './deps.ts';
import { viewerFor } from './request-access.ts';
import { askToSignIn } from './sign-in.ts';
import type { Turn } from './turn.ts';

/** What a person can do about a request. */
export type Deed = Extract<Event, { readonly by: Person }>['type'];

/** The answer to what a person did about a request: its card, once work on it has come to an end. */
export async function outcomeAnswer(
  deps: HandlerDeps,
  turn: Turn,
  deed: Deed,
  advanced: Advanced,
): Promise<Answer> {
  const excused = !advanced.ok && !isDone(advanced.stored.request, deed, turn.person);
  const notice = excused ? await refusalWords(deps, advanced) : undefined;
  const wantsWork = deed !== 'reject' && deed !== 'cancel';
  return settledAnswer(deps, turn, advanced.stored, { notice, wantsWork });
}

/** Why nothing was changed, with a pointer where another request is in the way. */
async function refusalWords(
  { requests }: HandlerDeps,
  { refusal, stored }: Extract<Advanced, { readonly ok: false }>,
): Promise<string> {
  if (refusal !== 'organization-open') return REFUSAL_WORDS[refusal];
  const rival = await requests.findOpen(stored.request.connector.exchangeOrganization);
  return rival ? organizationOpen(rival.request) : REFUSAL_WORDS[refusal];
}

/** Pressed twice, or sent twice: the state is what the person wanted, and needs no excuse. */
function isDone(request: Request, deed: Deed, { id }: Person): boolean {
  switch (deed) {
    case 'approve':
      return request.approvals.some(({ by }) => by.id === id);
    case 'reject':
      return request.status === 'rejected' && request.rejection.by.id === id;
    case 'cancel':
      return request.status === 'cancelled' && request.cancellation.by.id === id;
    case 'complete':
    case 'retry':
      return (
        (request.status === 'provisioning' || request.status === 'created') &&
        (request.executor.id === id || request.requestedBy.id === id)
      );
  }
}

/** Waits a moment for the work on a request; afterwards its cards update themselves. */
export async function settledAnswer(
  deps: HandlerDeps,
  turn: Turn,
  stored: Stored,
  {
    notice,
    wantsWork = true,
  }: { readonly notice?: string | undefined; readonly wantsWork?: boolean } = {},
): Promise<Answer> {
  // A clock that jumps must neither keep the person waiting nor cut them short.
  const passed = Math.max(0, deps.now().getTime() - turn.now.getTime());
  const left = PATIENCE_MS - passed;
  const latest = await settled(deps.requests, deps.changes, stored, left);
  const replaced = wantsWork ? await replacedSignIn(deps, turn, latest) : undefined;
  return replaced ?? requestAnswer(deps, turn, latest, notice);
}

export async function requestAnswer(
  deps: HandlerDeps,
  turn: Turn,
  stored: Stored,
  notice?: string,
): Promise<Answer> {
  const viewer = await viewerFor(deps, turn.person, stored);
  const card = deps.drawing.forPerson(stored, viewer, notice === undefined ? {} : { notice });
  return { type: 'card', card, request: stored.request.id, notice };
}

/**
 * A sign-in that has just turned out to be too old is replaced at once, while its owner is here;
 * unless it is the one that they have just made.
 */
async function replacedSignIn(
  { assertions, tokens }: HandlerDeps,
  turn: Turn,
  { request }: Stored,
): Promise<Answer | undefined> {
  const awaited = request.status === 'blocked' && request.blocker === 'sign-in-required';
  if (!awaited || request.executor.id !== turn.person.id) return undefined;
  if (turn.proof || turn.resumed || turn.via === 'message') return undefined;
  try {
    await assertions.forget(turn.person);
    return await askToSignIn(tokens, turn);
  } catch (error) {
    turn.log.warn({ err: error }, 'the expired sign-in could not be replaced');
    return undefined;
  }
}
