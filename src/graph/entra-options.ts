import { type CallObserver, observingPolicy, type PipelinePolicy } from '../cloud-calls.ts';
import type { Config } from '../config.ts';

const EXTRA_ATTEMPTS = 1;

/**
 * Where a 429 or 5xx does not say how long to wait, MSAL asks nobody for a whole minute, and a bot
 * without its token is mute for so long. Those who ask here make pauses of their own.
 */
const shortSilence: PipelinePolicy = {
  name: 'shortSilence',
  async sendRequest(request, next) {
    const reply = await next(request);
    const isSilenced = reply.status === 429 || reply.status >= 500;
    if (isSilenced && !reply.headers.has('retry-after')) reply.headers.set('retry-after', '1');
    return reply;
  },
};

/** Options that every credential of @azure/identity gets: this cloud's Entra and short retries. */
export const entraOptions = ({ cloud, graph }: Config, observe: CallObserver) => ({
  authorityHost: cloud.entraUrl,
  // A custom cloud's Entra is unknown to Microsoft's public instance discovery.
  disableInstanceDiscovery: cloud.name === 'custom',
  retryOptions: { maxRetries: EXTRA_ATTEMPTS, retryDelayInMs: 200, maxRetryDelayInMs: 1000 },
  additionalPolicies: [
    { policy: shortSilence, position: 'perCall' as const },
    {
      policy: observingPolicy(observe, 'entra', graph.timeoutMs),
      position: 'perRetry' as const,
    },
  ],
});
