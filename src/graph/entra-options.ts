import { type CallObserver, observingPolicy } from '../cloud-calls.ts';
import type { Config } from '../config.ts';

const EXTRA_ATTEMPTS = 1;

/** Options that every credential of @azure/identity gets: this cloud's Entra and short retries. */
export const entraOptions = ({ cloud, graph }: Config, observe: CallObserver) => ({
  authorityHost: cloud.entraUrl,
  // A custom cloud's Entra is unknown to Microsoft's public instance discovery.
  disableInstanceDiscovery: cloud.name === 'custom',
  retryOptions: { maxRetries: EXTRA_ATTEMPTS, retryDelayInMs: 200, maxRetryDelayInMs: 1000 },
  additionalPolicies: [
    {
      policy: observingPolicy(observe, 'entra', graph.timeoutMs),
      position: 'perRetry' as const,
    },
  ],
});
