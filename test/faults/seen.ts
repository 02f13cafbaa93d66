import type { Message } from '../../sandbox/cloud/messages.ts';
import { type AdaptiveCard, adaptiveCard, verbs, words } from '../support/cards.ts';
import type { HttpAnswer } from '../support/teams.ts';

/** What a person has in front of them after they have done something. */
export type Seen =
  | { readonly type: 'form' | 'request' | 'failure'; readonly card: AdaptiveCard }
  | { readonly type: 'login' | 'exchange-failed' | 'wrong-code' }
  /** The card that asks to sign in, as a message. */
  | { readonly type: 'sign-in-card' }
  | { readonly type: 'says'; readonly text: string }
  /** Teams could not hand it to the bot: it says so, and sends it again. */
  | { readonly type: 'not-delivered'; readonly status: number }
  | { readonly type: 'nothing' };

const PREFIX = 'application/vnd.microsoft.';

/** Throws where no client of Teams could show the answer. */
export function readAnswer({ status, body, text }: HttpAnswer): Seen {
  if (status !== 200) return { type: 'not-delivered', status };
  const said = `${body.statusCode} ${body.type?.replace(PREFIX, '')}`;
  switch (said) {
    case '200 card.adaptive':
      // The content type was just checked.
      return readCard(body.value as AdaptiveCard);
    case '200 activity.message':
      return { type: 'says', text: String(body.value) };
    case '401 activity.loginRequest':
      return { type: 'login' };
    case '401 error.invalidAuthCode':
      return { type: 'wrong-code' };
    case '412 error.preconditionFailed':
      return { type: 'exchange-failed' };
    default:
      throw new Error(`No client shows this: ${text}`);
  }
}

/** What the last of these messages says. */
export function readMessages(messages: readonly Message[]): Seen {
  const activity = messages.at(-1)?.activity;
  if (!activity) return { type: 'nothing' };
  const contentType = activity.attachments?.[0]?.contentType;
  if (contentType === `${PREFIX}card.oauth`) return { type: 'sign-in-card' };
  if (contentType) return readCard(adaptiveCard(activity));
  return { type: 'says', text: activity.text ?? '' };
}

function readCard(card: AdaptiveCard): Seen {
  if (verbs(card).includes('form.submit')) return { type: 'form', card };
  return /^Request #\d+$/m.test(words(card))
    ? { type: 'request', card }
    : { type: 'failure', card };
}

const COLOURS_OF_NOTICES = ['Attention'];

/** The first line of what is seen, and what the card tells the person besides. */
export function firstLine(seen: Seen): string {
  switch (seen.type) {
    case 'form':
    case 'request':
    case 'failure':
      return [words(seen.card).split('\n')[0], noticeOf(seen.card)].filter(Boolean).join(': ');
    case 'login':
      return '(Teams asks to sign in)';
    case 'sign-in-card':
      return '(a card asks to sign in)';
    case 'exchange-failed':
      return '(Teams shows its sign-in button)';
    case 'wrong-code':
      return '(Teams says that the code is wrong)';
    case 'says':
      return seen.text.split('\n')[0] ?? '';
    case 'not-delivered':
      return `(Teams cannot reach the bot: ${seen.status})`;
    case 'nothing':
      return '(nothing)';
  }
}

export function noticeOf(card: AdaptiveCard): string | undefined {
  for (const { type, inlines } of card.body) {
    const [run] = Array.isArray(inlines) ? inlines : [];
    if (type === 'RichTextBlock' && COLOURS_OF_NOTICES.includes(run?.color)) return run.text;
  }
  return undefined;
}
