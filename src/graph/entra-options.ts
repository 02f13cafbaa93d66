import type { Config } from '../config.ts';

const EXTRA_ATTEMPTS = 1;

/** Options that every credential of @azure/identity gets: this cloud's Entra and short retries. */
export const entraOptions = ({ cloud }: Config) => ({
  authorityHost: cloud.entraUrl,
  // A custom cloud's Entra is unknown to Microsoft's public instance discovery.
  disableInstanceDiscovery: cloud.name === 'custom',
  retryOptions: { maxRetries: EXTRA_ATTEMPTS, retryDelayInMs: 200, maxRetryDelayInMs: 1000 },
});
