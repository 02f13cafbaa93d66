import { BOT_APP_ID } from './directory.ts';
import type { Entra } from './entra.ts';
import type { Call, Reply, Route } from './http.ts';
import { TOKEN_LIFETIME } from './token-issuer.ts';

/** Guards against other programs of this machine, as on App Service. */
export const IDENTITY_HEADER = 'sandbox-identity';

/** https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference */
export function managedIdentityRoute(entra: Entra): Route {
  async function handle({ query, headers }: Call): Promise<Reply> {
    const refuse = (status: number, message: string) => ({ status, body: { status, message } });
    if (headers['x-identity-header'] !== IDENTITY_HEADER) return refuse(401, 'Unauthorized');
    if (query['api-version'] !== '2019-08-01') return refuse(400, 'Unknown api-version');
    if ((query.client_id ?? BOT_APP_ID) !== BOT_APP_ID) return refuse(400, 'No such identity');
    const resource = query.resource;
    if (!resource) return refuse(400, 'The resource is missing');
    const expires = Math.floor(Date.now() / 1000) + TOKEN_LIFETIME;
    const body = {
      access_token: await entra.appToken(resource),
      client_id: BOT_APP_ID,
      expires_on: `${expires}`,
      resource,
      token_type: 'Bearer',
    };
    return { status: 200, body };
  }
  return { method: 'GET', path: '/msi/token', target: 'entra.token', handle };
}
