import pThrottle from 'p-throttle';
import { bounded } from '../bounded.ts';

/**
 * What Teams lets one bot send in one thread.
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
 */
const LIMITS = [
  { limit: 7, interval: 1000 },
  { limit: 8, interval: 2000 },
  { limit: 60, interval: 30_000 },
  { limit: 1800, interval: 3_600_000 },
] as const;

type Pace = () => Promise<void>;

const MAX_THREADS = 5000;
const WAIT_AT_MOST_MS = 5000;

/** Lets messages into each thread as fast as Teams takes them, in the order they came. */
export class ThreadLimits {
  readonly #threads = new Map<string, Pace>();

  /**
   * Resolves when the next message may be sent there; rejects when that takes too long, so that
   * nothing is sent which nobody waits for any more.
   */
  async pass(conversationId: string): Promise<void> {
    const pace = this.#threads.get(conversationId) ?? newPace();
    // The one used last moves to the end; the one at the front makes room.
    this.#threads.delete(conversationId);
    this.#threads.set(conversationId, pace);
    const [oldest] = this.#threads.keys();
    if (this.#threads.size > MAX_THREADS && oldest !== undefined) this.#threads.delete(oldest);
    await bounded(pace(), WAIT_AT_MOST_MS, () => new Error('The thread is too busy'));
  }
}

const newPace = (): Pace =>
  LIMITS.reduce<Pace>(
    (pace, limits) => pThrottle({ ...limits, strict: true })(pace),
    () => Promise.resolve(),
  );
