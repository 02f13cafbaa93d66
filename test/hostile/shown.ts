import assert from 'node:assert/strict';
import { formatText } from 'adaptivecards/lib/text-formatters.js';
import type { Activity } from 'botbuilder';
import { type AdaptiveCard, elements } from '../support/cards.ts';

const JOINER = /\{\u2060(?=\{)/g;
const ISOLATED = /\u2068[^\u2066-\u2069]*\u2069/g;
/** Turns the direction of what stands beside it. */
const TURNS =
  /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Nko}\p{Script=Adlam}]/u;

/** The card without the places in which text stands as it was typed. */
export function elsewhere(card: AdaptiveCard): string {
  return JSON.stringify(card, function (this: { type?: string }, key, value) {
    const typed =
      (key === 'text' && this.type === 'TextRun') ||
      (key === 'value' && this.type?.startsWith('Input.'));
    return typed ? '' : value;
  });
}

/** What people see of each run of text: a joiner without width may keep it from being a macro. */
export const runsOf = (card: AdaptiveCard): readonly string[] =>
  elements(card.body)
    .filter(({ type }) => type === 'TextRun')
    .map(({ text }) => String(text).replace(JOINER, '{'));

/** A card shows what was typed, and nothing of it is read as anything but text. */
export function checkCard(card: AdaptiveCard, typed: readonly string[]): void {
  assert.doesNotMatch(elsewhere(card), /evil/i);
  assert.ok(!('msteams' in card), 'the card mentions somebody');
  for (const { inlines } of elements(card.body)) {
    if (Array.isArray(inlines))
      for (const { text } of inlines) checkRun(String(text), inlines, typed);
  }
}

function checkRun(text: string, inlines: readonly unknown[], typed: readonly string[]): void {
  // Microsoft's own code, which makes dates of macros.
  assert.equal(formatText('en', text), text);
  const seen = text.replace(JOINER, '{');
  // What has a paragraph of its own can turn nothing but itself.
  if (inlines.length === 1 && typed.includes(seen)) return;
  assert.doesNotMatch(seen.replace(ISOLATED, ''), TURNS);
}

/** A message of the bot: a card, or words in which nothing of a person's is read as markup. */
export function checkMessage(activity: Partial<Activity>, typed: readonly string[]): void {
  for (const { contentType, content } of activity.attachments ?? []) {
    if (contentType === 'application/vnd.microsoft.card.adaptive') checkCard(content, typed);
    else assert.doesNotMatch(JSON.stringify(content), /evil/i);
  }
  const { text = '', textFormat, entities = [] } = activity;
  const mentions = entities.map((entity) => String(entity.text));
  const rest = mentions.reduce((left, mention) => left.replace(mention, ''), text);
  for (const mention of mentions) assert.match(mention, /^<at>[^<>]+<\/at>$/);
  assert.ok(!text.includes('<at>') || textFormat === 'xml', text);
  if (textFormat !== 'plain') assert.doesNotMatch(rest, /evil|[*[\]<>`]/i);
  assert.doesNotMatch(text.replace(ISOLATED, ''), TURNS);
}
