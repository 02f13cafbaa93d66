import { hash } from 'node:crypto';

/** For so long one check of a token counts; the keys it is checked with, botbuilder keeps for a day. */
const COUNTS_MS = 5 * 60_000;
const AT_MOST = 100;

/**
 * The tokens that were found genuine lately, for those that come with many activities. Besides the
 * token, the service URL and the time, the check depends on the channel: ask only for Teams.
 */
export class CheckedTokens {
  readonly #now: () => Date;
  readonly #checks = new Map<string, { readonly from: number; readonly until: number }>();

  constructor(now: () => Date) {
    this.#now = now;
  }

  has(authorization: string, serviceUrl: string): boolean {
    const check = this.#checks.get(keyOf(authorization, serviceUrl));
    const at = this.#now().getTime();
    return check !== undefined && at >= check.from && at < check.until;
  }

  /** `expiresAt` is in seconds, as tokens tell it. */
  add(authorization: string, serviceUrl: string, expiresAt: number): void {
    const from = this.#now().getTime();
    const until = Math.min(from + COUNTS_MS, expiresAt * 1000);
    // Neither one that is over, nor one that tells no end.
    if (!(until > from)) return;
    if (this.#checks.size >= AT_MOST) this.#checks.clear();
    this.#checks.set(keyOf(authorization, serviceUrl), { from, until });
  }
}

/** The token itself is not kept. */
const keyOf = (authorization: string, serviceUrl: string): string =>
  hash('sha256', JSON.stringify([authorization, serviceUrl]), 'base64');
