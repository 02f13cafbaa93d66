/** Tells those who wait in this process that a request has changed. */
export class Changes {
  readonly #waiting = new Map<string, Set<() => void>>();

  announce(requestId: string): void {
    for (const wake of this.#waiting.get(requestId) ?? []) wake();
  }

  /** Resolves at the next change, at the latest after `ms`: another process announces nothing here. */
  async next(requestId: string, ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const waiting = this.#waiting.get(requestId) ?? new Set();
    this.#waiting.set(requestId, waiting.add(resolve));
    const timer = setTimeout(resolve, ms);
    await promise;
    clearTimeout(timer);
    waiting.delete(resolve);
    if (waiting.size === 0) this.#waiting.delete(requestId);
  }
}
