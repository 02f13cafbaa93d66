import type { Person } from '../requests/person.ts';
import type { Request } from '../requests/request.ts';
import { NOT_CREATED } from './failure-words.ts';
import { expiredBecause } from './request-words.ts';

/** A short message to certain people, who are mentioned in it where others read along. */
export interface Note {
  readonly to: readonly Person[];
  /** Holds nothing that people typed. */
  readonly text: string;
}

/** What those are told whom the state of a request concerns; undefined when it is no outcome. */
export function outcomeNote(request: Request): Note | undefined {
  const { number, requestedBy } = request;
  const told = (text: string): Note => ({ to: [requestedBy], text: `Request #${number} ${text}` });
  switch (request.status) {
    case 'created':
      return told('is done: the Exchange connector was created.');
    case 'failed':
      return told(
        request.fault === 'outcome-unknown' || request.doubtSince
          ? 'has failed, and the connector may exist: its card says how to look.'
          : 'has failed: its card says why, and what to do next.',
      );
    case 'rejected':
      return told('was rejected: its card says why.');
    case 'expired':
      return told(`has expired. ${expiredBecause(request)} ${NOT_CREATED}`);
    case 'cancelled':
      return told(`was cancelled. ${NOT_CREATED}`);
    case 'blocked': {
      const { executor } = request;
      const note = told(
        'has to wait: its card says what is missing, and the person it names can then press Complete.',
      );
      return executor.id === requestedBy.id ? note : { ...note, to: [executor, requestedBy] };
    }
    case 'waiting':
    case 'provisioning':
      return undefined;
  }
}

export const reminderNote = ({ number }: Request, to: readonly Person[]): Note => ({
  to,
  text: `Request #${number} for an Exchange connector still waits for your decision: Approve or Reject on its card.`,
});
