import type { TokenCredential } from '@azure/identity';
import { bounded } from '../bounded.ts';
import { type CallObserver, observeNothing } from '../cloud-calls.ts';
import type { Config } from '../config.ts';
import { Fault } from '../errors.ts';
import {
  ClientCertificateCredential,
  ClientSecretCredential,
  ManagedIdentityCredential,
} from './azure-identity.ts';
import { entraFault } from './entra-faults.ts';
import { entraOptions } from './entra-options.ts';
import { keptToken } from './kept-token.ts';

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

/**
 * The app's token for `resource`. @azure/identity ignores abort signals, so a silent Entra is given
 * up from outside: whoever comes next asks anew.
 */
export function appToken(
  credential: TokenCredential,
  resource: string,
  ms: number,
  now: () => Date,
): AppToken {
  const get = keptToken(async () => {
    try {
      const token = await bounded(credential.getToken(`${resource}/.default`), ms, silentEntra);
      if (!token) throw new Error(`No token for ${resource}`);
      return token;
    } catch (error) {
      throw error instanceof Fault ? error : entraFault(error);
    }
  }, now);
  return () => get();
}

export const silentEntra = (): Fault =>
  new Fault('sign-in-unavailable', new Error('Entra did not answer in time'));
