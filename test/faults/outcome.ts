import { BLOCKED_TITLES } from '../../src/cards/blocked-words.ts';
import { FAILURE_WORDS } from '../../src/cards/failure-words.ts';
import { noticeOf, type Seen } from './seen.ts';
import { titleOf } from './stage.ts';

/** How the answer to a deed is to be taken. */
export type Outcome =
  | 'created'
  | 'requested'
  /** The bot goes on by itself, and the card follows. */
  | 'goes on'
  /** The request waits for its executor: the card says why, and has *Complete*. */
  | 'blocked'
  /** The request has failed: the card says why, and has *Try again*. */
  | 'failed'
  /** The form comes back with its values, and says why. */
  | 'form again'
  /** The card of the request is as before, and says why nothing was changed. */
  | 'card again'
  | 'asked to sign in'
  /** A card or a sentence says what has failed, and what to do. */
  | 'told'
  /** The bot does as it was told. */
  | 'done'
  /** The bot cannot reach Teams at all; nothing was changed. */
  | 'nothing'
  | 'not delivered';

const starting = (titles: Readonly<Record<string, string | { readonly title: string }>>) =>
  Object.values(titles).map((title) => (typeof title === 'string' ? title : title.title));
const BLOCKED = starting(BLOCKED_TITLES);
const FAILED = starting(FAILURE_WORDS);

/** Throws at what nobody could make sense of. */
export function outcomeOf(seen: Seen): Outcome {
  switch (seen.type) {
    case 'form':
      return noticeOf(seen.card) ? 'form again' : 'done';
    case 'failure':
      return 'told';
    case 'login':
    case 'exchange-failed':
    case 'sign-in-card':
    case 'wrong-code':
      return 'asked to sign in';
    case 'says':
      return /^(You are signed|Signed)/.test(seen.text) ? 'done' : 'told';
    case 'nothing':
      return 'nothing';
    case 'not-delivered':
      return 'not delivered';
    case 'request': {
      const title = titleOf(seen.card);
      if (noticeOf(seen.card)) return 'card again';
      if (title.startsWith('Exchange connector created')) return 'created';
      if (title.startsWith('Approval needed')) return 'requested';
      if (title.startsWith('Creating')) return 'goes on';
      if (BLOCKED.includes(title)) return 'blocked';
      if (FAILED.includes(title)) return 'failed';
      throw new Error(`What is this? ${title}`);
    }
  }
}
