import { FAILURE_WORDS } from '../cards/failure-words.ts';
import { Fault } from '../errors.ts';
import type { Stored } from '../requests/request-reader.ts';
import type { Answer } from './answer.ts';
import type { HandlerDeps } from './deps.ts';
import { accessRequest } from './request-access.ts';
import { requestAnswer } from './request-outcome.ts';
import type { ActionData, Handler, Turn } from './turn.ts';

/** What a person does about a request that they may see. */
export type RequestHandler = (turn: Turn, stored: Stored, data: ActionData) => Promise<Answer>;

/** A failure leaves the person with the card of the request, and says why nothing was changed. */
export const onRequest =
  (deps: HandlerDeps, handle: RequestHandler): Handler =>
  async (turn, data) => {
    const accessed = await accessRequest(deps, turn, data);
    if (!accessed.ok) return accessed.answer;
    try {
      return await handle(turn, accessed.stored, data);
    } catch (error) {
      if (!(error instanceof Fault) || error.code === 'database-unavailable') throw error;
      turn.log.warn({ err: error, request: data.request }, 'action failed');
      const { happened, next } = FAILURE_WORDS[error.code];
      const notice = `${happened} Nothing was changed. ${next} Reference: ${turn.reference}`;
      return requestAnswer(deps, turn, accessed.stored, notice);
    }
  };
