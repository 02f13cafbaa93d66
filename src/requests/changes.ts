import type { Stored } from './request-reader.ts';

type Wake = (stored: Stored | undefined) => void;

/** Tells those who wait in this process what has become of a request. */
export class Changes {
  readonly #waiting = new Map<string, Set<Wake>>();

  announce(stored: Stored): void {
    for (const wake of this.#waiting.get(stored.request.id) ?? []) wake(stored);
  }

  /**
   * Resolves with the next change; undefined when none came within `ms`, as another process
   * announces nothing here.
   */
  async next(requestId: string, ms: number): Promise<Stored | undefined> {
    const { promise, resolve } = Promise.withResolvers<Stored | undefined>();
    const waiting = this.#waiting.get(requestId) ?? new Set();
    this.#waiting.set(requestId, waiting.add(resolve));
    const timer = setTimeout(resolve, ms, undefined);
    const changed = await promise;
    clearTimeout(timer);
    waiting.delete(resolve);
    if (waiting.size === 0) this.#waiting.delete(requestId);
    return changed;
  }
}
