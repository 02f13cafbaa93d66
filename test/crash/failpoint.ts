/** Whether what a process waits for has been done when it is killed. */
export type Side = 'before' | 'after';

/** One thing that a process waits for: a call, a statement, a write. */
export interface Step {
  readonly name: string;
}

/**
 * Counts what a process waits for, seen from those who answer it, and ends the process at one of
 * these steps. The process itself knows nothing of it.
 */
export class Failpoint {
  #seen = 0;
  #strikeAt = Number.POSITIVE_INFINITY;
  #side: Side = 'before';
  #chosen: object | undefined;
  #kill: () => void = () => undefined;
  #struck = Promise.withResolvers<string>();
  #isStruck = false;

  /** From now on; `kill` is called at the n-th step, at once. */
  arm(nth: number, side: Side, kill: () => void): void {
    this.#seen = 0;
    this.#strikeAt = nth;
    this.#side = side;
    this.#chosen = undefined;
    this.#kill = kill;
    this.#struck = Promise.withResolvers();
    this.#isStruck = false;
  }

  /** Counts only. */
  disarm(): void {
    this.arm(Number.POSITIVE_INFINITY, 'before', () => undefined);
  }

  /** How many steps there were since it was armed. */
  get seen(): number {
    return this.#seen;
  }

  /** Whether the process still lives. */
  get isWaiting(): boolean {
    return !this.#isStruck;
  }

  /** Resolves with the step at which the process was killed. */
  get struck(): Promise<string> {
    return this.#struck.promise;
  }

  /** Whether the step may go on. Of a process that was killed nothing may. */
  gate(step: object, name: string, moment: 'arrived' | 'done'): boolean {
    if (this.#isStruck) return false;
    if (moment === 'arrived') {
      this.#seen += 1;
      if (this.#seen === this.#strikeAt) this.#chosen = step;
    }
    if (step !== this.#chosen || (moment === 'arrived') !== (this.#side === 'before')) return true;
    this.#isStruck = true;
    this.#kill();
    this.#struck.resolve(`${this.#side} ${name}`);
    return false;
  }

  /** A step of which one hears only when it has been taken. */
  happened(name: string): void {
    const step = {};
    if (this.gate(step, name, 'arrived')) this.gate(step, name, 'done');
  }
}
