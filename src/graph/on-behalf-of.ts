import type { TokenCredential } from '@azure/identity';
import { bounded } from '../bounded.ts';
import { type CallObserver, observeNothing } from '../cloud-calls.ts';
import type { Config } from '../config.ts';
import { Fault } from '../errors.ts';
import { silentEntra } from './app-credential.ts';
import { OnBehalfOfCredential } from './azure-identity.ts';
import { entraFault } from './entra-faults.ts';
import { entraOptions } from './entra-options.ts';
import { type GetToken, keptToken } from './kept-token.ts';

/**
 * Exchanges a person's assertion for a Graph token that carries that person's rights.
 * `claims` is the challenge of a refused call; it asks Entra anew instead of the cache.
 * Throws a Fault that says why there is no token.
 */
export type OnBehalfOf = (assertion: string, claims?: string) => Promise<string>;

const MAX_PEOPLE = 1000;
const FEDERATED_AUDIENCE = 'api://AzureADTokenExchange/.default';

/** Keeps a token and its credential per assertion, so that a person costs one request per token. */
export function onBehalfOf(
  config: Config,
  app: TokenCredential,
  now: () => Date,
  observe: CallObserver = observeNothing,
): OnBehalfOf {
  const kept = new Map<string, GetToken>();
  return (assertion, claims) => {
    const getToken =
      kept.get(assertion) ??
      personalToken(config, personalCredential(config, app, assertion, observe), now);
    kept.delete(assertion);
    kept.set(assertion, getToken);
    const [oldest] = kept.keys();
    if (kept.size > MAX_PEOPLE && oldest !== undefined) kept.delete(oldest);
    return getToken(claims);
  };
}

const personalToken = (
  { graph }: Config,
  credential: InstanceType<typeof OnBehalfOfCredential>,
  now: () => Date,
): GetToken =>
  keptToken(async (claims) => {
    try {
      return await bounded(
        credential.getToken([...graph.scopes], { claims, enableCae: true }),
        graph.timeoutMs,
        silentEntra,
      );
    } catch (error) {
      throw error instanceof Fault ? error : entraFault(error);
    }
  }, now);

function personalCredential(
  config: Config,
  app: TokenCredential,
  userAssertionToken: string,
  observe: CallObserver,
) {
  const { tenantId, id: clientId, credential } = config.bot;
  const common = { ...entraOptions(config, observe), tenantId, clientId, userAssertionToken };
  switch (credential.type) {
    case 'secret':
      return new OnBehalfOfCredential({ ...common, clientSecret: credential.secret });
    case 'certificate':
      return new OnBehalfOfCredential({ ...common, certificatePath: credential.path });
    case 'managed-identity':
      return new OnBehalfOfCredential({ ...common, getAssertion: () => federatedAssertion(app) });
  }
}

async function federatedAssertion(app: TokenCredential): Promise<string> {
  const token = await app.getToken(FEDERATED_AUDIENCE);
  if (!token) throw new Error('The managed identity gave no token');
  return token.token;
}
