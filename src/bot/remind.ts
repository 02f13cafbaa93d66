import type { Logger } from 'pino';
import { reminderNote } from '../cards/notes.ts';
import type { Job } from '../requests/jobs.ts';
import { undecided } from '../requests/options.ts';
import { MAX_REMINDERS } from '../requests/policy.ts';
import type { RequestStore } from '../requests/request-store.ts';
import { reminder } from '../requests/transition.ts';
import { mentioning } from './note-message.ts';
import { Origin } from './origin.ts';
import type { People } from './people.ts';
import type { Tell } from './tell.ts';

export interface RemindDeps {
  readonly store: RequestStore;
  readonly people: People;
  readonly tell: Tell;
  readonly now: () => Date;
  readonly log: Logger;
}

/** Reminds the approvers who have not decided: in the thread, and each where they are alone. */
export function reminderOf({ store, people, tell, now, log }: RemindDeps) {
  return async ({ request: id, round = 1 }: Job): Promise<void> => {
    const stored = await store.find(id);
    if (stored?.request.status !== 'waiting' || now() >= stored.request.expiresAt) return;
    const { request, approvers, history } = stored;
    if (history.filter(({ type }) => type === 'remind').length >= round) return;
    const { policy, requestedAt } = request;
    const next =
      round < MAX_REMINDERS ? reminder(policy.remindsAfterMs, requestedAt, round + 1, now()) : [];
    // Written down first: a crash in between costs a message, and never makes it two.
    await store.note(id, { type: 'remind', at: now() }, next);

    const awaited = undecided(request, approvers);
    const note = reminderNote(request, awaited);
    const { chat, reference } = Origin.parse(stored.origin);
    const chats = await people.personalChats(awaited.map((person) => person.id));
    const messages = [
      ...(chat === 'personal' ? [] : [{ reference, message: mentioning(note) }]),
      ...[...chats.values()].map((alone) => ({
        reference: alone,
        message: { type: 'message', text: note.text },
      })),
    ];
    for (const { reference: place, message } of messages) {
      try {
        await tell(place, message);
      } catch (error) {
        log.warn({ err: error, request: id }, 'a reminder could not be sent');
      }
    }
  };
}
