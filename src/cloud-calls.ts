import type { TokenCredentialOptions } from '@azure/identity';
import { within } from './background.ts';

export type CloudService = 'graph' | 'entra' | 'token-service' | 'connector';

/** The HTTP status; `unreachable` when no reply came, or not for a long time. */
export type CallStatus = number | 'unreachable';

/** Hears of every HTTP request to a cloud, each attempt by itself. */
export type CallObserver = (service: CloudService, status: CallStatus, seconds: number) => void;

export const observeNothing: CallObserver = () => undefined;

/** How a pipeline of the Azure SDK is extended. */
export type PipelinePolicy = NonNullable<
  TokenCredentialOptions['additionalPolicies']
>[number]['policy'];

/** Observes a request when its reply is there; one that waits for longer than `ms` is not waited for. */
export async function observeCall(
  observe: CallObserver,
  service: CloudService,
  reply: Promise<{ readonly status: number }>,
  ms: number,
): Promise<void> {
  const startedAt = performance.now();
  const status = reply.then(
    (came): CallStatus => came.status,
    (): CallStatus => 'unreachable',
  );
  const known = (await within(status, ms)) ?? 'unreachable';
  observe(service, known, (performance.now() - startedAt) / 1000);
}

/**
 * Whoever gave a call up after its time may still want to hear that it has worked after all; but a
 * call that is never answered must not stay for ever, nor its connection.
 */
const HEARD_FOR = 6;

/**
 * Observes the requests that pass a pipeline of the Azure SDK, and ends each after a multiple of
 * `ms`; belongs behind its retries.
 */
export const observingPolicy = (
  observe: CallObserver,
  service: CloudService,
  ms: number,
): PipelinePolicy => ({
  name: 'observeCalls',
  sendRequest(request, next) {
    request.timeout = ms * HEARD_FOR;
    const reply = next(request);
    // Never rejects, and the caller need not wait for it.
    void observeCall(observe, service, reply, ms);
    return reply;
  },
});
