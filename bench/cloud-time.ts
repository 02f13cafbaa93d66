import type { Call } from './calls.ts';

export interface Window {
  readonly from: number;
  readonly to: number;
  readonly conversation: string;
}

/**
 * How many milliseconds of a turn the cloud was answering: calls at the same time count once, and
 * messages to other conversations, which a turn does not wait for, not at all.
 */
export function cloudTime(calls: readonly Call[], { from, to, conversation }: Window): number {
  const spans = calls
    .filter((call) => call.to > from && call.from < to && isOf(conversation, call.path))
    .map((call) => ({ from: Math.max(from, call.from), to: Math.min(to, call.to) }))
    .sort((a, b) => a.from - b.from);
  let time = 0;
  let until = from;
  for (const span of spans) {
    time += Math.max(0, span.to - Math.max(until, span.from));
    until = Math.max(until, span.to);
  }
  return time;
}

const CONVERSATION = /^\/v3\/conversations\/([^/]+)\//;

function isOf(conversation: string, path: string): boolean {
  const [, written] = CONVERSATION.exec(path) ?? [];
  return written === undefined || decodeURIComponent(written) === conversation;
}
