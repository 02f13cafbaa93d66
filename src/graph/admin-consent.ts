import type { Config } from '../config.ts';

/** The redirect of the OAuth connection, which the app registration has already. */
const REDIRECT_PATH = '/.auth/web/redirect';

/** Where an administrator lets this app act on behalf of the people of the tenant. */
export function adminConsentUrl({ bot, cloud, graph }: Config): string {
  const url = new URL(`${cloud.entraUrl}/${bot.tenantId}/v2.0/adminconsent`);
  url.searchParams.set('client_id', bot.id);
  url.searchParams.set('scope', graph.scopes.join(' '));
  url.searchParams.set('redirect_uri', `${cloud.tokenServiceUrl}${REDIRECT_PATH}`);
  return url.href;
}
