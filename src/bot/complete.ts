import { advance } from '../requests/advance.ts';
import type { Stored } from '../requests/request-reader.ts';
import type { Answer } from './answer.ts';
import type { HandlerDeps } from './deps.ts';
import { onRequest } from './on-request.ts';
import { outcomeAnswer } from './request-outcome.ts';
import { signInForWork } from './sign-in.ts';
import type { Handler, Turn } from './turn.ts';

/** The executor of a blocked request has done what was missing. */
export const completeRequest = (deps: HandlerDeps): Handler =>
  onRequest(deps, (turn, stored) => complete(deps, turn, stored));

async function complete(deps: HandlerDeps, turn: Turn, stored: Stored): Promise<Answer> {
  const { request } = stored;
  if (request.status === 'blocked' && request.executor.id === turn.person.id) {
    const signedIn = await signInForWork(deps, turn, stored.request.id);
    if (!signedIn.ok) return signedIn.answer;
  }
  const event = { type: 'complete', by: turn.person, at: deps.now() } as const;
  return outcomeAnswer(deps, turn, event.type, await advance(deps.requests, stored, event));
}

/**
 * A client that was asked to sign in sends the same action once more, whatever that was: the sign-in
 * it brings is what the request waits for. Undefined where that is not so.
 */
export async function completeProven(
  deps: HandlerDeps,
  turn: Turn,
  stored: Stored,
): Promise<Answer | undefined> {
  const { request } = stored;
  const awaited = request.status === 'blocked' && request.blocker === 'sign-in-required';
  const proven = turn.proof !== undefined || turn.resumed === true;
  return awaited && proven && request.executor.id === turn.person.id
    ? complete(deps, turn, stored)
    : undefined;
}
