/** Work that outlives the turn that began it; a shutdown waits for it. */
export class Background {
  readonly #running = new Set<Promise<unknown>>();
  readonly #onFailure: (error: unknown) => void;

  /** `onFailure` hears of work that failed, whether or not anybody waits for it. */
  constructor(onFailure: (error: unknown) => void) {
    this.#onFailure = onFailure;
  }

  run<T>(work: Promise<T>): Promise<T> {
    this.#running.add(work);
    const ended = () => this.#running.delete(work);
    work.then(ended, (error) => {
      ended();
      this.#onFailure(error);
    });
    return work;
  }

  /** Resolves when all work has settled, at the latest after `ms`. */
  async settle(ms: number): Promise<void> {
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, ms);
    const idle = async () => {
      while (this.#running.size > 0) await Promise.allSettled(this.#running);
    };
    await Promise.race([idle(), late]);
    clearTimeout(timer);
  }
}

/**
 * How long a person waits for work before the answer says that it goes on: well within the time
 * after which Teams gives up, and more than the clouds usually need.
 */
export const PATIENCE_MS = 4000;

/** What `work` resolves with, or undefined when it takes longer than `ms`; the work goes on. */
export async function within<T>(work: Promise<T>, ms: number): Promise<T | undefined> {
  const { promise: late, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => resolve(undefined), ms);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
