/** Says `true` the first time it sees a key, for as long as it remembers it. */
export class Once {
  readonly #seen = new Map<string, number>();
  readonly #memoryMs: number;
  readonly #now: () => Date;

  constructor(memoryMs: number, now: () => Date) {
    this.#memoryMs = memoryMs;
    this.#now = now;
  }

  first(key: string): boolean {
    const now = this.#now().getTime();
    for (const [old, seenAt] of this.#seen) {
      if (now - seenAt < this.#memoryMs) break;
      this.#seen.delete(old);
    }
    if (this.#seen.has(key)) return false;
    this.#seen.set(key, now);
    return true;
  }
}
