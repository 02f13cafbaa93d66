import { createHmac } from 'node:crypto';
import type { JWTPayload } from 'jose';
import { BOT_APP_ID } from './directory.ts';
import type { Route } from './http.ts';
import type { Keys } from './keys.ts';

/** Issuer of what Teams sends to bots, and audience of what bots send to Teams. */
export const BOT_FRAMEWORK = 'https://api.bot.sandbox';

/** Departures from the token that Teams would send. */
export interface TokenOverrides {
  readonly issuer?: string;
  readonly audience?: string;
  readonly serviceUrl?: string;
  /** Seconds from now; negative for a token that has expired. */
  readonly expiresIn?: number;
  /** Seconds from now. */
  readonly notBefore?: number;
  /** `HS256` signs with the published public key as if it were a shared secret. */
  readonly algorithm?: 'RS256' | 'HS256' | 'none';
  /**
   * `webchat` is published but not endorsed for Teams; `unpublished` is in no key set; `forged`
   * is unpublished and carries the id of Teams' key.
   */
  readonly key?: 'teams' | 'webchat' | 'unpublished' | 'forged';
  readonly kid?: string;
  readonly claims?: JWTPayload;
}

const base64url = (value: unknown): string =>
  Buffer.from(JSON.stringify(value)).toString('base64url');

function signAnyhow(keys: Keys, claims: JWTPayload, overrides: TokenOverrides): Promise<string> {
  const { algorithm = 'RS256', key = 'teams', kid } = overrides;
  const named = kid ?? (key === 'forged' ? keys.teams.kid : undefined);
  const signer = key === 'forged' || key === 'unpublished' ? keys.foreign : keys[key];
  if (algorithm === 'RS256') return signer.sign(claims, named);
  const header = { alg: algorithm, typ: 'JWT', kid: named ?? signer.kid };
  const unsigned = `${base64url(header)}.${base64url(claims)}`;
  const mac = createHmac('sha256', signer.spki).update(unsigned).digest('base64url');
  return Promise.resolve(`${unsigned}.${algorithm === 'none' ? '' : mac}`);
}

/** The Authorization header of an activity that Teams sends to the bot. */
export async function authorizeActivity(
  keys: Keys,
  serviceUrl: string,
  overrides: TokenOverrides = {},
): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: overrides.issuer ?? BOT_FRAMEWORK,
    aud: overrides.audience ?? BOT_APP_ID,
    serviceurl: overrides.serviceUrl ?? serviceUrl,
    nbf: now + (overrides.notBefore ?? -60),
    exp: now + (overrides.expiresIn ?? 3600),
    ...overrides.claims,
  };
  return `Bearer ${await signAnyhow(keys, claims, overrides)}`;
}

/** How bots learn which keys Teams signs with. */
export function openIdRoutes(url: string, { teams, webchat }: Keys): readonly Route[] {
  const metadata = {
    issuer: BOT_FRAMEWORK,
    jwks_uri: `${url}/v1/.well-known/keys`,
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['private_key_jwt'],
  };
  const keys = [
    { ...teams.jwk, endorsements: ['msteams', 'emulator'] },
    { ...webchat.jwk, endorsements: ['webchat'] },
  ];
  return [
    {
      method: 'GET',
      path: '/v1/.well-known/openidconfiguration',
      target: 'openid',
      handle: () => ({ status: 200, body: metadata }),
    },
    {
      method: 'GET',
      path: '/v1/.well-known/keys',
      target: 'openid',
      handle: () => ({ status: 200, body: { keys } }),
    },
  ];
}
