import type { ClientAuthentication } from './client-authentication.ts';
import { APP_ID_URI, BOT_APP_ID, TENANT_ID } from './directory.ts';
import { type EntraCode, entraError } from './entra-errors.ts';
import { asRecord, asText, type Call, type Reply } from './http.ts';
import { TOKEN_LIFETIME, type TokenIssuer } from './token-issuer.ts';

const ON_BEHALF_OF = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const OPEN_ID_SCOPES = ['openid', 'profile', 'offline_access', 'email'];
/** What the administrator granted the bot for itself. */
const APP_ROLES = ['GroupMember.Read.All', 'TeamMember.Read.Group'];
const DEFAULT_SCOPE = 'DeviceManagementServiceConfig.ReadWrite.All';

export interface TokenEndpointOptions {
  readonly tokens: TokenIssuer;
  readonly clients: ClientAuthentication;
  readonly graphUrl: string;
  readonly botScope: string;
}

type Grant = { readonly token: string; readonly scope: string } | EntraCode;

export const isOnBehalfOf = (call: Call): boolean =>
  asRecord(call.body).grant_type === ON_BEHALF_OF;

const scopesOf = (form: Readonly<Record<string, unknown>>): readonly string[] =>
  asText(form.scope).split(' ').filter(Boolean);

/** What the client declares it can handle: `{"access_token": {"xms_cc": {"values": ["cp1"]}}}`. */
function capabilitiesOf(claims: unknown): readonly string[] {
  if (typeof claims !== 'string') return [];
  const declared = asRecord(asRecord(asRecord(JSON.parse(claims)).access_token).xms_cc);
  return Array.isArray(declared.values) ? declared.values.map(String) : [];
}

/** Answers `POST /{tenant}/oauth2/v2.0/token`. */
export function tokenEndpoint(options: TokenEndpointOptions): (call: Call) => Promise<Reply> {
  const { tokens, clients, graphUrl, botScope } = options;

  async function ownToken(form: Readonly<Record<string, unknown>>): Promise<Grant> {
    const [scope, ...others] = scopesOf(form).filter((each) => !OPEN_ID_SCOPES.includes(each));
    if (!scope?.endsWith('/.default') || others.length > 0) return 70011;
    const resource = scope.slice(0, -'/.default'.length);
    if (resource !== botScope && resource !== graphUrl) return 500011;
    const roles = resource === graphUrl ? APP_ROLES : undefined;
    return { token: await tokens.app(resource, roles), scope };
  }

  async function exchange(form: Readonly<Record<string, unknown>>): Promise<Grant> {
    if (typeof form.assertion !== 'string') return 900144;
    const of = await tokens.read(form.assertion);
    if (of === 'expired') return 500133;
    if (of === 'invalid' || of.iss !== tokens.issuer || of.tid !== TENANT_ID) return 50013;
    if ((of.aud !== APP_ID_URI && of.aud !== BOT_APP_ID) || !of.scp) return 500131;
    const wanted = scopesOf(form).filter((scope) => !OPEN_ID_SCOPES.includes(scope));
    if (wanted.length === 0 || !wanted.every((scope) => scope.startsWith(`${graphUrl}/`))) {
      return 70011;
    }
    const scopes = wanted
      .map((scope) => scope.slice(graphUrl.length + 1))
      .map((scope) => (scope === '.default' ? DEFAULT_SCOPE : scope));
    const capabilities = capabilitiesOf(form.claims);
    const token = await tokens.onBehalfOf({ of, audience: graphUrl, scopes, capabilities });
    return { token, scope: wanted.join(' ') };
  }

  return async (call) => {
    const form = asRecord(call.body);
    if (call.params.tenant !== TENANT_ID) return entraError(90002, call);
    const refusal = await clients.check(form);
    if (refusal) return entraError(refusal, call);
    if (form.grant_type !== 'client_credentials' && !isOnBehalfOf(call)) {
      return entraError(70003, call);
    }
    const grant = isOnBehalfOf(call) ? await exchange(form) : await ownToken(form);
    if (typeof grant === 'number') return entraError(grant, call);
    const body = {
      token_type: 'Bearer',
      scope: grant.scope,
      expires_in: TOKEN_LIFETIME,
      ext_expires_in: TOKEN_LIFETIME,
      access_token: grant.token,
    };
    return { status: 200, headers: { 'cache-control': 'no-store' }, body };
  };
}
