import { OnBehalfOfCredential, type TokenCredential } from '@azure/identity';
import { bounded } from '../bounded.ts';
import { type CallObserver, observeNothing } from '../cloud-calls.ts';
import type { Config } from '../config.ts';
import { Fault } from '../errors.ts';
import { silentEntra } from './app-credential.ts';
import { entraFault } from './entra-faults.ts';
import { entraOptions } from './entra-options.ts';
import { singleFlight } from './single-flight.ts';

/**
 * Exchanges a person's assertion for a Graph token that carries that person's rights.
 * `claims` is the challenge of a refused call; it asks Entra anew instead of the cache.
 * Throws a Fault that says why there is no token.
 */
export type OnBehalfOf = (assertion: string, claims?: string) => Promise<string>;

const MAX_PEOPLE = 1000;
const FEDERATED_AUDIENCE = 'api://AzureADTokenExchange/.default';

/** Keeps one credential per assertion: its cache makes one person cost one request per token. */
export function onBehalfOf(
  config: Config,
  app: TokenCredential,
  observe: CallObserver = observeNothing,
): OnBehalfOf {
  const kept = new Map<string, ReturnType<typeof personalToken>>();
  return (assertion, claims) => {
    const getToken = kept.get(assertion) ?? personalToken(config, app, assertion, observe);
    kept.delete(assertion);
    kept.set(assertion, getToken);
    const [oldest] = kept.keys();
    if (kept.size > MAX_PEOPLE && oldest !== undefined) kept.delete(oldest);
    return getToken(claims);
  };
}

function personalToken(
  config: Config,
  app: TokenCredential,
  assertion: string,
  observe: CallObserver,
) {
  const credential = personalCredential(config, app, assertion, observe);
  const ask = async (claims?: string): Promise<string> => {
    try {
      const token = await bounded(
        credential.getToken([...config.graph.scopes], { claims, enableCae: true }),
        config.graph.timeoutMs,
        silentEntra,
      );
      return token.token;
    } catch (error) {
      throw error instanceof Fault ? error : entraFault(error);
    }
  };
  const shared = singleFlight(() => ask());
  return (claims?: string) => (claims === undefined ? shared() : ask(claims));
}

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
