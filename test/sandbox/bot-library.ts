import { type Activity, ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { BOT_FRAMEWORK, type TokenOverrides } from '../../sandbox/cloud/channel.ts';
import type { Cloud } from '../../sandbox/cloud/cloud.ts';
import { BOT_APP_ID, PEOPLE } from '../../sandbox/cloud/directory.ts';

/** Microsoft's own library, pointed at the cloud as a bot would point it. */
export function botLibrary(cloud: Cloud, token = () => cloud.entra.appToken(BOT_FRAMEWORK)) {
  const metadata = cloud.environment.CLOUD_BOT_OPENID_METADATA_URL ?? '';
  const credentials = {
    isValidAppId: async (id: string) => id === BOT_APP_ID,
    isAuthenticationDisabled: async () => false,
    createCredentials: async () => ({
      async signRequest<T extends { headers: { set(name: string, value: string): void } }>(
        request: T,
      ): Promise<T> {
        request.headers.set('authorization', `Bearer ${await token()}`);
        return request;
      },
    }),
  };
  const options = {
    ValidateAuthority: 'true',
    ToChannelFromBotLoginUrl: cloud.entra.url,
    ToChannelFromBotOAuthScope: BOT_FRAMEWORK,
    ToBotFromChannelTokenIssuer: BOT_FRAMEWORK,
    OAuthUrl: cloud.tokens.url,
    ToBotFromChannelOpenIdMetadataUrl: metadata,
    ToBotFromEmulatorOpenIdMetadataUrl: metadata,
    CallerId: '',
  };
  const authentication = new ConfigurationBotFrameworkAuthentication(options, credentials);

  // Only what authentication reads; the rest of an activity does not matter here.
  const activity = {
    type: 'message',
    channelId: 'msteams',
    serviceUrl: cloud.connector.serviceUrl,
    from: { id: PEOPLE.alex.mri, name: PEOPLE.alex.name },
    recipient: { id: `28:${BOT_APP_ID}`, name: 'Bot' },
    conversation: { id: 'a:chat', isGroup: false, conversationType: 'personal', name: '' },
  } as Activity;

  const receive = async (overrides?: TokenOverrides) =>
    authentication.authenticateRequest(activity, await cloud.authorize(activity, overrides));

  return {
    activity,
    receive,
    async userTokens() {
      const { claimsIdentity } = await receive();
      return authentication.createUserTokenClient(claimsIdentity);
    },
    async connector() {
      const { connectorFactory } = await receive();
      if (!connectorFactory) throw new Error('No connector factory');
      return connectorFactory.create(cloud.connector.serviceUrl, BOT_FRAMEWORK);
    },
  };
}
