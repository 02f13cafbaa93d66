import assert from 'node:assert/strict';
import type { Activity } from 'botbuilder';
import type { HttpAnswer } from './teams.ts';

export interface CardAction {
  readonly type: string;
  readonly title: string;
  readonly verb?: string;
  readonly url?: string;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly fallback?: CardAction;
}

export interface AdaptiveCard {
  readonly type: 'AdaptiveCard';
  readonly body: readonly CardElement[];
  readonly actions?: readonly CardAction[];
  readonly refresh?: { readonly action: CardAction; readonly userIds: readonly string[] };
}

export interface CardElement {
  readonly type: string;
  readonly id?: string;
  readonly [property: string]: unknown;
}

const ADAPTIVE = 'application/vnd.microsoft.card.adaptive';

export function adaptiveCard(activity: Partial<Activity>): AdaptiveCard {
  const [attachment] = activity.attachments ?? [];
  assert.equal(attachment?.contentType, ADAPTIVE);
  return attachment?.content;
}

/** The card of an invoke response. */
export function answeredCard(answer: HttpAnswer): AdaptiveCard {
  assert.equal(answer.status, 200);
  assert.deepEqual([answer.body.statusCode, answer.body.type], [200, ADAPTIVE], answer.text);
  // The content type was just checked.
  return answer.body.value as AdaptiveCard;
}

export function findAction(card: AdaptiveCard, verb: string): CardAction {
  const action = card.actions?.find((candidate) => candidate.verb === verb);
  assert.ok(action, `the card has no ${verb}`);
  return action;
}

/** What the buttons of a card do, in their order. */
export const verbs = (card: AdaptiveCard): readonly string[] =>
  (card.actions ?? []).flatMap(({ verb }) => (verb === undefined ? [] : [verb]));

/** Every element of a card, however deep, in reading order. */
export function elements(value: unknown): readonly CardElement[] {
  if (Array.isArray(value)) return value.flatMap(elements);
  if (typeof value !== 'object' || value === null) return [];
  const below = Object.values(value).flatMap(elements);
  // An object with a string `type` is an element in the sense of this file.
  return 'type' in value && typeof value.type === 'string'
    ? [value as CardElement, ...below]
    : below;
}

/** All the words of a card, as people read them. */
export const words = (card: AdaptiveCard): string =>
  elements(card.body)
    .flatMap(({ text }) => (typeof text === 'string' ? [text] : []))
    .join('\n');

export function input(card: { readonly body: readonly object[] }, id: string): CardElement {
  const found = elements(card.body).find((element) => element.id === id);
  assert.ok(found, `the card has no input ${id}`);
  return found;
}

/** The message that stands directly below an input, if one does. */
export function messageBeside(
  card: { readonly body: readonly object[] },
  id: string,
): string | undefined {
  const all = elements(card.body).filter(
    ({ type }) => type.startsWith('Input.') || type === 'TextBlock',
  );
  const next = all[all.findIndex((element) => element.id === id) + 1];
  return next?.color === 'Attention' ? String(next.text) : undefined;
}
