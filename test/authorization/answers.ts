/** Why nothing was changed, as people read it. */
export const REASONS: Readonly<Record<string, RegExp>> = {
  own: /This is your own request: nothing was changed/,
  'no-right': /You are not an approver of this request: nothing was changed/,
  late: /This request no longer waits for that: nothing was changed/,
  again: /You have approved this request already: nothing was changed/,
  theirs: /Only the person who asked for it, or whose rights are used, can do that/,
  'in-doubt': /so this cannot be done now: nothing was changed/,
  'not-now': /The request has moved on: nothing was changed/,
  unknown: /There is no such request/,
  'no-verb': /This card is of another version of the bot/,
};

/** The reason that a text gives. */
export const reasonIn = (text: string): string | undefined =>
  Object.entries(REASONS).find(([, pattern]) => pattern.test(text))?.[0];
