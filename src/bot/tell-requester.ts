import type { Logger } from 'pino';
import { PATIENCE_MS } from '../background.ts';
import { outcomeNote } from '../cards/notes.ts';
import type { Entry } from '../requests/history.ts';
import type { Stored } from '../requests/request-reader.ts';
import type { RequestStore } from '../requests/request-store.ts';
import { plainMessage } from './answer.ts';
import { mentioning } from './note-message.ts';
import { Origin } from './origin.ts';
import { isGone } from './send-errors.ts';
import type { Tell } from './tell.ts';

/** Tells those concerned of an outcome, once for each. False when it has to be tried again. */
export type TellRequester = (stored: Stored) => Promise<boolean>;

export interface TellRequesterDeps {
  readonly store: RequestStore;
  readonly tell: Tell;
  readonly now: () => Date;
  readonly log: Logger;
}

/** News that are older than this are no news. */
const WORTH_TELLING_MS = 3_600_000;

export const tellRequester =
  ({ store, tell, now, log }: TellRequesterDeps): TellRequester =>
  async (stored) => {
    const { request, version, origin, history } = stored;
    const note = outcomeNote(request);
    if (!note || isSeen(request.requestedBy.id, history)) return true;
    // Written down first: a crash in between costs a message, and never makes it two.
    if (!(await store.claimTelling(request.id, version))) return true;
    const { chat, reference } = Origin.parse(origin);
    const message = chat === 'personal' ? plainMessage(note.text) : mentioning(note);
    try {
      await tell(reference, message);
      return true;
    } catch (error) {
      log.warn({ err: error, request: request.id }, 'the requester could not be told');
      const age = now().getTime() - (history.at(-1)?.at.getTime() ?? 0);
      if (isGone(error) || age > WORTH_TELLING_MS) return true;
      await store.giveTellingBack(request.id, version);
      return false;
    }
  };

/**
 * Whether the outcome was the answer to what the requester did last: then they are looking at it.
 */
export function isSeen(requesterId: string, history: readonly Entry[]): boolean {
  const outcome = history.at(-1);
  const deed = history.findLast(({ by }) => by !== undefined);
  return (
    outcome !== undefined &&
    deed?.by?.id === requesterId &&
    outcome.at.getTime() - deed.at.getTime() < PATIENCE_MS
  );
}
