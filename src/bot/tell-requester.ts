import type { Logger } from 'pino';
import { PATIENCE_MS } from '../background.ts';
import { outcomeNote } from '../cards/notes.ts';
import type { Entry } from '../requests/history.ts';
import type { RequestStore, Stored } from '../requests/request-store.ts';
import { mentioning } from './note-message.ts';
import { Origin } from './origin.ts';
import type { Tell } from './tell.ts';

/** Tells those concerned of an outcome, once for each. */
export type TellRequester = (stored: Stored, history: readonly Entry[]) => Promise<void>;

export interface TellRequesterDeps {
  readonly store: RequestStore;
  readonly tell: Tell;
  readonly log: Logger;
}

export const tellRequester =
  ({ store, tell, log }: TellRequesterDeps): TellRequester =>
  async (stored, history) => {
    const { request, version, origin } = stored;
    const note = outcomeNote(request);
    if (!note || isSeen(request.requestedBy.id, history)) return;
    // Written down first: a crash in between costs a message, and never makes it two.
    if (!(await store.told(request.id, version))) return;
    const { chat, reference } = Origin.parse(origin);
    const message = chat === 'personal' ? { type: 'message', text: note.text } : mentioning(note);
    try {
      await tell(reference, message);
    } catch (error) {
      log.warn({ err: error, request: request.id }, 'the requester could not be told');
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
