import type { JWTPayload } from 'jose';
import { authenticateClients } from './client-authentication.ts';
import { type Person, TENANT_ID } from './directory.ts';
import { entraError, entraFault } from './entra-errors.ts';
import type { App, Call } from './http.ts';
import type { SigningKey } from './keys.ts';
import type { Host, Service } from './service.ts';
import { isOnBehalfOf, tokenEndpoint } from './token-endpoint.ts';
import { createTokenIssuer, type UserTokenOptions } from './token-issuer.ts';

export interface Entra extends Service {
  /** The single-sign-on token that Teams would hand over for `person`. */
  userToken(person: Person, options?: UserTokenOptions): Promise<string>;
  /** A token of the bot itself; for Graph, what it may do there is named by `roles`. */
  appToken(audience: string, roles?: readonly string[]): Promise<string>;
  /** Accepts client assertions signed with this certificate (PEM). */
  trustCertificate(pem: string): void;
  /** Every token that it has ever issued, also those before a reset: caches outlive that. */
  readonly issued: readonly string[];
  /** The claims of a token of this tenant, if genuine and in time. */
  verify(token: string): Promise<JWTPayload | undefined>;
}

export interface EntraOptions {
  readonly key: SigningKey;
  readonly graphUrl: string;
  readonly botScope: string;
}

export function serveEntra(host: Host, { key, graphUrl, botScope }: EntraOptions): Entra {
  const { url } = host;
  const tokens = createTokenIssuer(url, key);
  const clients = authenticateClients(url, tokens);
  const token = tokenEndpoint({ tokens, clients, graphUrl, botScope });

  const metadata = (call: Call) => {
    const tenant = call.params.tenant;
    if (tenant !== TENANT_ID) return entraError(90002, call);
    const body = {
      issuer: tokens.issuer,
      authorization_endpoint: `${url}/${tenant}/oauth2/v2.0/authorize`,
      token_endpoint: `${url}/${tenant}/oauth2/v2.0/token`,
      jwks_uri: `${url}/${tenant}/discovery/v2.0/keys`,
      token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt'],
      response_types_supported: ['code', 'id_token'],
      subject_types_supported: ['pairwise'],
      id_token_signing_alg_values_supported: ['RS256'],
      tenant_region_scope: null,
    };
    return { status: 200, body };
  };

  const app: App = {
    routes: [
      {
        method: 'GET',
        path: '/:tenant/v2.0/.well-known/openid-configuration',
        handle: metadata,
      },
      {
        method: 'GET',
        path: '/:tenant/discovery/v2.0/keys',
        handle: () => ({ status: 200, body: { keys: [key.jwk] } }),
      },
      {
        method: 'POST',
        path: '/:tenant/oauth2/v2.0/token',
        target: (call) => (isOnBehalfOf(call) ? 'entra.obo' : 'entra.token'),
        handle: token,
      },
    ],
    refuse: (status, error, message) => ({
      status,
      body: { error, error_description: message, error_codes: [] },
    }),
    special: entraFault,
  };
  host.serve(app);

  return {
    url,
    requests: host.requests,
    waitForRequest: host.waitForRequest,
    get connections() {
      return host.connections;
    },
    openConnections: host.openConnections,
    userToken: tokens.user,
    appToken: tokens.app,
    trustCertificate: clients.trust,
    issued: tokens.issued,
    async verify(text) {
      const claims = await tokens.read(text);
      if (typeof claims === 'string') return undefined;
      return claims.iss === tokens.issuer ? claims : undefined;
    },
  };
}
