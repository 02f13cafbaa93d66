import { ThreadBusy } from './send-errors.ts';

/**
 * What Teams lets one bot send in one thread.
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
 */
const LIMITS = [
  { most: 7, withinMs: 1000 },
  { most: 8, withinMs: 2000 },
  { most: 60, withinMs: 30_000 },
  { most: 1800, withinMs: 3_600_000 },
] as const;

const MAX_THREADS = 5000;
const WAIT_AT_MOST_MS = 5000;

/** Lets messages into each thread as fast as Teams takes them. */
export class ThreadLimits {
  /** When messages were let into each thread, oldest first. */
  readonly #sent = new Map<string, number[]>();

  /** Whether a message can be sent there at once; takes no place. */
  hasRoom(conversationId: string): boolean {
    return waitFor(this.#sent.get(conversationId) ?? [], performance.now()) === 0;
  }

  /**
   * Resolves when the next message may be sent there; rejects when that takes too long, so that
   * nothing is sent which nobody waits for any more.
   */
  async pass(conversationId: string): Promise<void> {
    const giveUpAt = performance.now() + WAIT_AT_MOST_MS;
    for (;;) {
      const now = performance.now();
      const sent = this.#thread(conversationId);
      const wait = waitFor(sent, now);
      if (wait === 0) {
        sent.push(now);
        if (sent.length > MOST_REMEMBERED) sent.shift();
        return;
      }
      if (now + wait > giveUpAt) throw new ThreadBusy('The thread is too busy');
      await new Promise((resolve) => {
        setTimeout(resolve, wait);
      });
    }
  }

  /** The one used last moves to the end; the one at the front makes room. */
  #thread(conversationId: string): number[] {
    const sent = this.#sent.get(conversationId) ?? [];
    this.#sent.delete(conversationId);
    this.#sent.set(conversationId, sent);
    const [oldest] = this.#sent.keys();
    if (this.#sent.size > MAX_THREADS && oldest !== undefined) this.#sent.delete(oldest);
    return sent;
  }
}

const MOST_REMEMBERED = Math.max(...LIMITS.map(({ most }) => most));

/** Milliseconds until every limit lets one more message in. */
const waitFor = (sent: readonly number[], now: number): number =>
  Math.max(
    0,
    ...LIMITS.map(({ most, withinMs }) => {
      const first = sent.at(-most);
      return first === undefined ? 0 : Math.ceil(first + withinMs - now);
    }),
  );
