import type { TokenCredential } from '@azure/identity';
import { CloudAdapter, type TurnContext } from 'botbuilder';
import {
  AuthenticationConfiguration,
  BotFrameworkAuthenticationFactory,
  ServiceClientCredentialsFactory,
} from 'botframework-connector';
import restify, { type Request, type Response } from 'restify';
import { ClientSecretCredential } from '../src/graph/azure-identity.ts';

/** The variables that every program of the bench gets. */
export type Variables = Readonly<Record<string, string>>;

type Credentials = Awaited<ReturnType<ServiceClientCredentialsFactory['createCredentials']>>;
type SignableRequest = Parameters<Credentials['signRequest']>[0];

/** botbuilder's own factories know Microsoft's clouds only. */
class SecretFactory extends ServiceClientCredentialsFactory {
  readonly #env: Variables;
  readonly #credential: TokenCredential;

  constructor(env: Variables) {
    super();
    this.#env = env;
    this.#credential = new ClientSecretCredential(
      env.BOT_APP_TENANT_ID ?? '',
      env.BOT_APP_ID ?? '',
      env.BOT_APP_SECRET ?? '',
      { authorityHost: env.CLOUD_ENTRA_URL, disableInstanceDiscovery: true },
    );
  }

  isValidAppId(appId: string): Promise<boolean> {
    return Promise.resolve(appId === this.#env.BOT_APP_ID);
  }

  isAuthenticationDisabled(): Promise<boolean> {
    return Promise.resolve(false);
  }

  createCredentials() {
    return Promise.resolve({
      signRequest: async (request: SignableRequest) => {
        const scope = `${this.#env.CLOUD_BOT_SCOPE}/.default`;
        const granted = await this.#credential.getToken(scope);
        request.headers.set('authorization', `Bearer ${granted?.token}`);
        return request;
      },
    });
  }
}

/** The same parameters as the product passes, so that the same signatures are checked. */
function cloudAdapter(env: Variables): CloudAdapter {
  const metadata = env.CLOUD_BOT_OPENID_METADATA_URL ?? '';
  return new CloudAdapter(
    BotFrameworkAuthenticationFactory.create(
      '',
      true,
      `${env.CLOUD_ENTRA_URL}/${env.BOT_APP_TENANT_ID}`,
      env.CLOUD_BOT_SCOPE ?? '',
      env.CLOUD_BOT_ISSUER ?? '',
      env.CLOUD_TOKEN_SERVICE_URL ?? '',
      metadata,
      metadata,
      'urn:botframework:azure',
      new SecretFactory(env),
      new AuthenticationConfiguration(),
    ),
  );
}

/** restify and botbuilder, put together as public samples do it. */
export function serveBot(
  env: Variables,
  bot: (context: TurnContext, adapter: CloudAdapter) => Promise<void>,
): void {
  const adapter = cloudAdapter(env);
  const server = restify.createServer();
  server.use(restify.plugins.bodyParser());
  server.post('/api/messages', async (request: Request, response: Response) => {
    // The adapter wants no more of a response than restify's has.
    await adapter.process(request, response as never, (context) => bot(context, adapter));
  });
  server.get('/readyz', async (_request: Request, response: Response) => {
    response.send(200, { status: 'ready' });
  });
  server.listen(Number(env.PORT), env.HOST);
}
