import { z } from 'zod';
import { Fault } from '../errors.ts';
import type { GraphReply } from './graph-client.ts';

const Body = z.object({
  error: z.object({
    code: z.string().catch(''),
    message: z.string().catch(''),
  }),
});

/**
 * Graph refused a call: everything the log needs, nothing that a person is shown. Where it
 * `repeats` what people typed, in whatever part, script or escape, its words are left out: the log
 * must not hold them, and code and request id find the rest.
 */
export class GraphRefusal extends Error {
  override readonly name = 'GraphRefusal';
  readonly status: number;
  readonly code: string;
  readonly requestId: string | undefined;
  /** Milliseconds that Graph asks to wait. */
  readonly retryAfterMs: number | undefined;
  constructor({ status, headers, body }: GraphReply, { repeats = false } = {}) {
    const said = Body.safeParse(body).data?.error;
    super((!repeats && said?.message) || `Graph answered ${status}`);
    this.status = status;
    this.code = said?.code ?? '';
    this.requestId = headers.get('request-id') ?? undefined;
    this.retryAfterMs = waitMs(headers.get('retry-after'), Date.parse(headers.get('date') ?? ''));
  }
}

/** Reads seconds (also with a fraction) or an HTTP date, which is compared with the reply's own. */
function waitMs(value: string | null, repliedAt: number): number | undefined {
  if (value === null) return undefined;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(0, Math.ceil(seconds * 1000));
  const wait = Date.parse(value) - repliedAt;
  return Number.isFinite(wait) ? Math.max(0, wait) : undefined;
}

/** The milliseconds that Graph asked to wait when it caused this Fault. */
export const retryAfterMs = (fault: unknown): number | undefined =>
  fault instanceof Fault && fault.cause instanceof GraphRefusal
    ? fault.cause.retryAfterMs
    : undefined;

/** The decoded claims challenge of a conditional-access refusal, if the reply carries one. */
export function claimsChallenge({ status, headers }: GraphReply): string | undefined {
  const header = headers.get('www-authenticate');
  if ((status !== 401 && status !== 403) || !header?.includes('insufficient_claims')) {
    return undefined;
  }
  const encoded = /claims="([A-Za-z0-9+/=_-]+)"/.exec(header)?.[1];
  return encoded && Buffer.from(encoded, 'base64').toString('utf8');
}
