import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from './fault-catalogue.ts';
import type { App, Call, Reply } from './http.ts';

/** A reply, a connection reset, or no word at all. */
export type Ending = Reply | 'reset' | 'silence';

interface Blow {
  readonly app: App;
  readonly call: Call;
  readonly act: () => Promise<Reply>;
  readonly signal: AbortSignal;
}

const retryAfter = (value: string | undefined): Record<string, string> =>
  value === undefined ? {} : { 'retry-after': value };

/** How a call ends that `fault` strikes; `act` does what the call asks for. */
export async function strike(fault: Fault, { app, call, act, signal }: Blow): Promise<Ending> {
  switch (fault.kind) {
    case 'throttled':
    case 'throttled-silent': {
      const wait = fault.kind === 'throttled' ? (fault.retryAfter ?? '1') : undefined;
      const reply = app.refuse(429, 'TooManyRequests', 'Too many requests', call);
      return { ...reply, headers: { ...reply.headers, ...retryAfter(wait) } };
    }
    case 'status': {
      const reply = app.refuse(fault.status, 'ServiceUnavailable', 'Switched on by a fault', call);
      return { ...reply, headers: { ...reply.headers, ...retryAfter(fault.retryAfter) } };
    }
    case 'html-504':
      return { status: 504, body: '<html><body><h1>504 Gateway Time-out</h1></body></html>' };
    case 'slow':
      await delay(fault.ms, undefined, { signal, ref: false });
      return act();
    case 'hang':
      return 'silence';
    case 'hang-after':
      await act();
      return 'silence';
    case 'reset-before':
      return 'reset';
    case 'reset-after':
      await act();
      return 'reset';
    case 'refuse':
      return app.refuse(fault.status, fault.code, fault.message, call);
    case 'claims':
    case 'consent-required':
    case 'mfa-required':
    case 'blocked-by-policy':
    case 'assertion-expired':
    case 'secret-wrong':
    case 'secret-expired':
      return app.special?.(fault, call) ?? app.refuse(500, 'NoSuchFault', fault.kind, call);
  }
}
