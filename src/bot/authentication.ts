import {
  AuthenticationConfiguration,
  type BotFrameworkAuthentication,
  BotFrameworkAuthenticationFactory,
  EmulatorValidation,
  ServiceClientCredentialsFactory,
} from 'botframework-connector';
import type { Config } from '../config.ts';
import type { AppToken } from '../graph/app-credential.ts';

/** What the Azure SDK under botbuilder hands over to be signed. */
type SignableRequest = Parameters<
  Awaited<ReturnType<ServiceClientCredentialsFactory['createCredentials']>>['signRequest']
>[0];

/** Signs the bot's own requests with its token; inbound authentication cannot be switched off. */
class AppCredentialsFactory extends ServiceClientCredentialsFactory {
  readonly #appId: string;
  readonly #token: AppToken;

  constructor(appId: string, token: AppToken) {
    super();
    this.#appId = appId;
    this.#token = token;
  }

  isValidAppId(appId: string): Promise<boolean> {
    return Promise.resolve(appId === this.#appId);
  }

  isAuthenticationDisabled(): Promise<boolean> {
    return Promise.resolve(false);
  }

  createCredentials() {
    return Promise.resolve({
      signRequest: async (request: SignableRequest) => {
        request.headers.set('authorization', `Bearer ${await this.#token()}`);
        return request;
      },
    });
  }
}

/**
 * botbuilder's authentication with every endpoint given: it knows China's not at all, and leaves
 * undefined whatever is missing once one is set.
 */
export function botAuthentication(
  { bot, cloud }: Config,
  token: AppToken,
): BotFrameworkAuthentication {
  forgetEmulators();
  const metadata = cloud.botOpenIdMetadataUrl;
  return BotFrameworkAuthenticationFactory.create(
    '',
    true,
    `${cloud.entraUrl}/${bot.tenantId}`,
    cloud.botScope,
    cloud.botIssuer,
    cloud.tokenServiceUrl,
    metadata,
    metadata,
    'urn:botframework:azure',
    new AppCredentialsFactory(bot.id, token),
    new AuthenticationConfiguration(),
  );
}

/**
 * botbuilder trusts the emulator in every tenant that a token names, and keeps the names, also those
 * of forged tokens, for as long as the process lives. Here it finds an empty list each time.
 */
function forgetEmulators(): void {
  Object.defineProperty(EmulatorValidation.ToBotFromEmulatorTokenValidationParameters, 'issuer', {
    get: () => [],
    configurable: true,
    enumerable: true,
  });
}
