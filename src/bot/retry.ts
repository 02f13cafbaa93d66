import { advance } from '../requests/advance.ts';
import { completeProven } from './complete.ts';
import type { HandlerDeps } from './deps.ts';
import { onRequest } from './on-request.ts';
import { outcomeAnswer } from './request-outcome.ts';
import { signInForWork } from './sign-in.ts';
import type { Handler } from './turn.ts';

/** Lets a failed request be tried once more. */
export const retryRequest = (deps: HandlerDeps): Handler =>
  onRequest(deps, async (turn, stored) => {
    const completed = await completeProven(deps, turn, stored);
    if (completed) return completed;
    const { request } = stored;
    if (request.status === 'failed' && request.executor.id === turn.person.id) {
      const signedIn = await signInForWork(deps, turn, stored.request.id);
      if (!signedIn.ok) return signedIn.answer;
    }
    const event = { type: 'retry', by: turn.person, at: deps.now() } as const;
    return outcomeAnswer(deps, turn, event.type, await advance(deps.requests, stored, event));
  });
