import { advance } from '../requests/advance.ts';
import type { HandlerDeps } from './deps.ts';
import { onRequest } from './on-request.ts';
import { outcomeAnswer } from './request-outcome.ts';
import type { Handler } from './turn.ts';

/** Takes a request back that waits. */
export const cancelRequest = (deps: HandlerDeps): Handler =>
  onRequest(deps, async (turn, stored) => {
    const event = { type: 'cancel', by: turn.person, at: deps.now() } as const;
    return outcomeAnswer(deps, turn, event.type, await advance(deps.requests, stored, event));
  });
