import {
  type AccessToken,
  ClientCertificateCredential,
  ClientSecretCredential,
  ManagedIdentityCredential,
  type TokenCredential,
} from '@azure/identity';
import { bounded } from '../bounded.ts';
import { type CallObserver, observeNothing } from '../cloud-calls.ts';
import type { Config } from '../config.ts';
import { Fault } from '../errors.ts';
import { entraFault } from './entra-faults.ts';
import { entraOptions } from './entra-options.ts';
import { singleFlight } from './single-flight.ts';

/** Gets an access token of the app itself for one resource. Throws a Fault. */
export type AppToken = () => Promise<string>;

/** The app's own credential: secret, certificate or managed identity. */
export function appCredential(
  config: Config,
  observe: CallObserver = observeNothing,
): TokenCredential {
  const { tenantId, id, credential } = config.bot;
  const options = entraOptions(config, observe);
  switch (credential.type) {
    case 'secret':
      return new ClientSecretCredential(tenantId, id, credential.secret, options);
    case 'certificate':
      return new ClientCertificateCredential(tenantId, id, credential.path, options);
    case 'managed-identity':
      return new ManagedIdentityCredential({ clientId: id });
  }
}

/** Before the end of a token, when @azure/identity looks for a new one as well. */
const RENEW_BEFORE_MS = 5 * 60_000;

/**
 * The app's token for `resource`, kept until it has to be renewed: @azure/identity keeps it as well,
 * but takes long to find it. A cold start under load asks Entra once. It ignores abort signals, so a
 * silent Entra is given up from outside: whoever comes next asks anew.
 */
export function appToken(
  credential: TokenCredential,
  resource: string,
  ms: number,
  now: () => Date,
): AppToken {
  let kept: AccessToken | undefined;
  const ask = singleFlight(async () => {
    try {
      const token = await bounded(credential.getToken(`${resource}/.default`), ms, silentEntra);
      if (!token) throw new Error(`No token for ${resource}`);
      kept = token;
      return token.token;
    } catch (error) {
      throw error instanceof Fault ? error : entraFault(error);
    }
  });
  return async () => {
    const isFresh = kept && now().getTime() < renewAt(kept);
    return kept && isFresh ? kept.token : ask();
  };
}

const renewAt = ({ expiresOnTimestamp, refreshAfterTimestamp }: AccessToken): number =>
  Math.min(refreshAfterTimestamp ?? Infinity, expiresOnTimestamp - RENEW_BEFORE_MS);

export const silentEntra = (): Fault =>
  new Fault('sign-in-unavailable', new Error('Entra did not answer in time'));
