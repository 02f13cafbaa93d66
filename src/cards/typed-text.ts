/** Longest that one text of a person's may be where it shares a line or a card with many others. */
export const MAX_NAME = 80;

/** Turns the direction of all that follows, and so could make a line read otherwise. */
const DIRECTION = /[\u202a-\u202e\u2066-\u2069]/g;
const BREAK = /[\p{Cc}\u2028\u2029]+/gu;
/** Marks, and the blocks that Unicode keeps for scripts that run from the right. */
const RIGHT_TO_LEFT =
  /[\u200e\u200f\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
/** What Markdown and HTML read is not among it, nor the name of a host, which clients link. */
const PLAIN_NAME = /^(?:[\p{L}\p{M}\p{N} ,'’()-]|\.(?= |$))+$/u;
const [ISOLATE, END_OF_ISOLATE] = ['\u2068', '\u2069'];

/** At most `max` characters, and none of them cut in two. */
export function shortened(text: string, max: number): string {
  const characters = [...text.toWellFormed()];
  return characters.length > max
    ? `${characters.slice(0, max - 1).join('')}…`
    : characters.join('');
}

/**
 * Text typed by people as a part of a line: it neither breaks the line nor changes how the words
 * around it read. Only for `TextRun`, which shows Markdown as typed.
 */
export function inLine(text: string, max: number): string {
  const tame = shortened(text.replace(DIRECTION, '').replace(BREAK, ' ').trim() || '?', max);
  return RIGHT_TO_LEFT.test(tame) ? `${ISOLATE}${tame}${END_OF_ISOLATE}` : tame;
}

/** A name in words that a client may read as Markdown; undefined when that would change it. */
export const inMessage = (name: string): string | undefined =>
  PLAIN_NAME.test(name) ? inLine(name, MAX_NAME) : undefined;
