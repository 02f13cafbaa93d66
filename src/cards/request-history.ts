import type { Entry } from '../requests/history.ts';
import { entryWords } from './request-words.ts';
import { utc } from './time.ts';

export interface HistoryLine {
  readonly at: string;
  readonly what: string;
}

const MAX_LINES = 12;
/** With the longest rows and texts around it a card stays under 25 KB. */
const MAX_BYTES = 8500;
/** What the layout adds to each line. */
const LAYOUT_BYTES = 200;

/** The latest happenings, oldest first, and how many earlier ones are left out. */
export function historyLines(history: readonly Entry[]): {
  readonly lines: readonly HistoryLine[];
  readonly earlier: number;
} {
  const lines: HistoryLine[] = [];
  let bytes = 0;
  for (const entry of history.slice(-MAX_LINES).reverse()) {
    const line = { at: utc(entry.at), what: entryWords(entry) };
    bytes += Buffer.byteLength(JSON.stringify(line)) + LAYOUT_BYTES;
    if (bytes > MAX_BYTES) break;
    lines.unshift(line);
  }
  return { lines, earlier: history.length - lines.length };
}
