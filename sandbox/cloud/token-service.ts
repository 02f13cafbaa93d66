import { createHash } from 'node:crypto';
import {
  APP_ID_URI,
  OAUTH_CONNECTION,
  type Person,
  personByObjectId,
  TENANT_ID,
} from './directory.ts';
import type { Entra } from './entra.ts';
import { type App, asRecord, asText, type Call, type Reply, type Route } from './http.ts';
import type { Host, Service } from './service.ts';
import { createSessions } from './sessions.ts';
import { signInPage } from './sign-in-page.ts';
import { TOKEN_LIFETIME } from './token-issuer.ts';

export interface TokenService extends Service {
  signIn(person: Person): void;
  signOut(person: Person): void;
  isSignedIn(person: Person): boolean;
  /** Six digits, as the sign-in page shows them. */
  codeFor(person: Person): string;
  /** Makes exchanges of this person fail with 400, as for want of consent. */
  exchangeFails(person: Person, fails?: boolean): void;
  /** Makes the service hand out `token` for `person` while signed in, whosever it is. */
  handOut(person: Person, token: string): void;
  reset(): void;
}

export interface TokenServiceOptions {
  readonly entra: Entra;
  /** Audience of the token which the bot must bring. */
  readonly botScope: string;
}

const error = (status: number, code: string, message: string): Reply => ({
  status,
  body: { error: { code, message } },
});

const NOTHING: Reply = { status: 404 };

export function serveTokenService(
  host: Host,
  { entra, botScope }: TokenServiceOptions,
): TokenService {
  const sessions = createSessions(entra);
  const failing = new Set<string>();

  const forBot =
    (handle: Route['handle']): Route['handle'] =>
    (call) => {
      if (!call.claims) return error(401, 'Unauthorized', 'A genuine token is required');
      if (call.claims.aud !== botScope)
        return error(403, 'Forbidden', 'The token is for another service');
      return handle(call);
    };

  async function tokenOf({ query }: Call): Promise<Reply> {
    const token = await sessions.token(query.userId ?? '');
    if (token === undefined) return NOTHING;
    const expiration = new Date(Date.now() + TOKEN_LIFETIME * 1000).toISOString();
    const channelId = query.channelId;
    return {
      status: 200,
      body: { channelId, connectionName: OAUTH_CONNECTION, token, expiration },
    };
  }

  async function getToken(call: Call): Promise<Reply> {
    const { userId, connectionName, code } = call.query;
    if (!userId || !connectionName) return error(400, 'BadArgument', 'Missing parameter');
    if (connectionName !== OAUTH_CONNECTION) return NOTHING;
    if (code && !sessions.redeem(userId, code)) return NOTHING;
    return tokenOf(call);
  }

  async function exchange(call: Call): Promise<Reply> {
    const { userId, connectionName } = call.query;
    if (!userId || !connectionName) return error(400, 'BadArgument', 'Missing parameter');
    if (connectionName !== OAUTH_CONNECTION) return error(404, 'NotFound', 'No such connection');
    const claims = await entra.verify(asText(asRecord(call.body).token));
    const person = claims && personByObjectId(`${claims.oid}`);
    const fits = claims?.aud === APP_ID_URI && claims.tid === TENANT_ID;
    if (!person || !fits || failing.has(userId)) {
      return error(400, 'InvalidTokenExchange', 'The token cannot be exchanged');
    }
    sessions.start(userId, person);
    return tokenOf(call);
  }

  const linkOf = (state: string) => `${host.url}/sign-in?state=${encodeURIComponent(state)}`;

  function signInResource({ query }: Call): Reply {
    const { state } = query;
    if (!state) return error(400, 'BadArgument', 'The state is missing');
    const id = createHash('sha256').update(state).digest('hex').slice(0, 32);
    const tokenExchangeResource = { id, uri: APP_ID_URI, providerId: 'sandbox' };
    return { status: 200, body: { signInLink: linkOf(state), tokenExchangeResource } };
  }

  function signOut({ query }: Call): Reply {
    sessions.end(query.userId ?? '');
    return { status: 204 };
  }

  function status({ query }: Call): Reply {
    const hasToken = sessions.has(query.userId ?? '');
    const connection = {
      channelId: query.channelId,
      connectionName: OAUTH_CONNECTION,
      hasToken,
      serviceProviderDisplayName: 'Azure Active Directory v2',
    };
    return { status: 200, body: [connection] };
  }

  const routes: readonly Route[] = [
    { method: 'GET', path: '/api/usertoken/GetToken', target: 'tokens.get', handle: getToken },
    {
      method: 'POST',
      path: '/api/usertoken/exchange',
      target: 'tokens.exchange',
      handle: exchange,
    },
    { method: 'DELETE', path: '/api/usertoken/SignOut', target: 'tokens.signout', handle: signOut },
    { method: 'GET', path: '/api/usertoken/GetTokenStatus', handle: status },
    {
      method: 'GET',
      path: '/api/botsignin/GetSignInResource',
      target: 'tokens.signin',
      handle: signInResource,
    },
    {
      method: 'GET',
      path: '/api/botsignin/GetSignInUrl',
      target: 'tokens.signin',
      handle: ({ query }) => ({
        status: 200,
        headers: { 'content-type': 'text/plain' },
        body: linkOf(query.state ?? ''),
      }),
    },
  ];
  const app: App = {
    routes: [
      ...routes.map((route) => ({ ...route, handle: forBot(route.handle) })),
      ...signInPage(sessions),
    ],
    verify: entra.verify,
    refuse: error,
  };
  host.serve(app);

  return {
    url: host.url,
    requests: host.requests,
    waitForRequest: host.waitForRequest,
    get connections() {
      return host.connections;
    },
    openConnections: host.openConnections,
    signIn: (person) => sessions.start(person.mri, person),
    signOut: (person) => sessions.end(person.mri),
    isSignedIn: (person) => sessions.has(person.mri),
    codeFor: (person) => sessions.code(person.mri, person),
    exchangeFails(person, fails = true) {
      if (fails) failing.add(person.mri);
      else failing.delete(person.mri);
    },
    handOut: (person, token) => sessions.override(person.mri, token),
    reset() {
      sessions.reset();
      failing.clear();
    },
  };
}
