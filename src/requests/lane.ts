import { within } from '../background.ts';
import type { Job } from './jobs.ts';

interface PutOff {
  readonly job: Job;
  readonly at: number;
  readonly timer: NodeJS.Timeout;
}

/**
 * Does one kind of work in this process: that of a request once at a time, that of a few requests
 * at once, the rest in turn. What it holds in memory is written in the rows of the requests as well,
 * where the sweep finds it when this process dies.
 */
export class Lane {
  readonly #work: (job: Job) => Promise<void>;
  readonly #width: number;
  readonly #onError: (error: unknown, job: Job) => void;
  readonly #putOff = new Map<string, PutOff>();
  /** In the order in which they came. */
  readonly #due = new Map<string, Job>();
  readonly #running = new Map<string, Promise<void>>();
  #isClosed = false;

  constructor(
    work: (job: Job) => Promise<void>,
    width: number,
    onError: (error: unknown, job: Job) => void,
  ) {
    this.#work = work;
    this.#width = width;
    this.#onError = onError;
  }

  get waiting(): number {
    return this.#putOff.size + this.#due.size;
  }

  get active(): number {
    return this.#running.size;
  }

  /**
   * Does this work in so many milliseconds. Of two nudges about one request the earlier counts: work
   * looks at what is stored, and asks to be done again by itself. One that comes while it is being
   * done is not lost.
   */
  nudge(job: Job, ms = 0): void {
    const { request: id } = job;
    if (this.#isClosed || this.#due.has(id)) return;
    const at = performance.now() + ms;
    const before = this.#putOff.get(id);
    if (before && before.at <= at) return;
    clearTimeout(before?.timer);
    this.#putOff.delete(id);
    if (ms <= 0) this.#enqueue(job);
    else this.#putOff.set(id, { job, at, timer: setTimeout(() => this.#come(job), ms) });
  }

  /** Begins nothing more, and waits for what is being done, at the latest for `ms`. */
  async close(ms: number): Promise<void> {
    this.#isClosed = true;
    for (const { timer } of this.#putOff.values()) clearTimeout(timer);
    this.#putOff.clear();
    this.#due.clear();
    await within(Promise.all(this.#running.values()), ms);
  }

  #come(job: Job): void {
    this.#putOff.delete(job.request);
    this.#enqueue(job);
  }

  #enqueue(job: Job): void {
    this.#due.set(job.request, job);
    this.#begin();
  }

  #begin(): void {
    for (const [id, job] of this.#due) {
      if (this.#running.size >= this.#width) return;
      if (this.#running.has(id)) continue;
      this.#due.delete(id);
      this.#running.set(id, this.#do(job));
    }
  }

  async #do(job: Job): Promise<void> {
    try {
      await this.#work(job);
    } catch (error) {
      this.#onError(error, job);
    }
    this.#running.delete(job.request);
    this.#begin();
  }
}
