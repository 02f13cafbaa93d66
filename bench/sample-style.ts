import { OnBehalfOfCredential } from '@azure/identity';
import { Client } from '@microsoft/microsoft-graph-client';
import { TokenCredentialAuthenticationProvider } from '@microsoft/microsoft-graph-client/authProviders/azureTokenCredentials/index.js';
import { Template } from 'adaptivecards-templating';
import {
  ActivityHandler,
  type AdaptiveCardInvokeResponse,
  type AdaptiveCardInvokeValue,
  CardFactory,
  type CloudAdapter,
  type TurnContext,
} from 'botbuilder';
import type { UserTokenClient } from 'botframework-connector';
import formTemplate from '../src/cards/form.json' with { type: 'json' };
import { serveBot, type Variables } from './bare-bot.ts';
import { FORM_PROPS, SUMMARY_TEMPLATE } from './sample-cards.ts';

// Only variables that are there are read.
const env = process.env as Variables;
const graphUrl = env.CLOUD_GRAPH_URL ?? '';
const SCOPE = 'DeviceManagementServiceConfig.ReadWrite.All';

/** Gone with the process, as in public samples. */
const created = new Map<string, unknown>();
let forms = 0;

/** Answers what the product answers, with everything made anew in each turn and nothing kept safe. */
class SampleBot extends ActivityHandler {
  readonly #adapter: CloudAdapter;

  constructor(adapter: CloudAdapter) {
    super();
    this.#adapter = adapter;
    this.onMessage(async (context, next) => {
      forms += 1;
      const card = new Template(formTemplate).expand({
        $root: { ...FORM_PROPS, form: `form-${forms}` },
      });
      await context.sendActivity({ attachments: [CardFactory.adaptiveCard(card)] });
      await next();
    });
  }

  protected override async onAdaptiveCardInvoke(
    context: TurnContext,
    { action }: AdaptiveCardInvokeValue,
  ): Promise<AdaptiveCardInvokeResponse> {
    const { form, justification: _, lastSyncDate: __, lastSyncTime: ___, ...inputs } = action.data;
    const filled = Object.entries(inputs).filter(([, value]) => value !== '');
    const connector = await this.#graph(await this.#assertion(context))
      .api('/deviceManagement/exchangeConnectors')
      .version('beta')
      .post({
        '@odata.type': '#microsoft.graph.deviceManagementExchangeConnector',
        ...Object.fromEntries(filled),
      });
    created.set(String(form), connector);
    const card = new Template(SUMMARY_TEMPLATE).expand({ $root: connector });
    // The library declares the shape of errors only.
    const value: AdaptiveCardInvokeResponse['value'] = card;
    return { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value };
  }

  async #assertion({ activity, turnState }: TurnContext): Promise<string> {
    const client = turnState.get<UserTokenClient>(this.#adapter.UserTokenClientKey);
    const connection = env.OAUTH_CONNECTION ?? '';
    return (await client.getUserToken(activity.from.id, connection, activity.channelId, '')).token;
  }

  #graph(userAssertionToken: string): Client {
    const options = {
      tenantId: env.BOT_APP_TENANT_ID ?? '',
      clientId: env.BOT_APP_ID ?? '',
      clientSecret: env.BOT_APP_SECRET ?? '',
      userAssertionToken,
      authorityHost: env.CLOUD_ENTRA_URL,
      disableInstanceDiscovery: true,
    };
    const credential = new OnBehalfOfCredential(options);
    const scopes = [`${graphUrl}/${SCOPE}`];
    return Client.initWithMiddleware({
      baseUrl: `${graphUrl}/`,
      customHosts: new Set([new URL(graphUrl).hostname]),
      authProvider: new TokenCredentialAuthenticationProvider(credential, { scopes }),
    });
  }
}

let bot: SampleBot | undefined;
serveBot(env, (context, adapter) => {
  bot ??= new SampleBot(adapter);
  return bot.run(context);
});
