import {
  type Activity,
  CloudAdapterBase,
  INVOKE_RESPONSE_KEY,
  type InvokeResponse,
  type ResourceResponse,
  TurnContext,
} from 'botbuilder';
import type { BotFrameworkAuthentication, UserTokenClient } from 'botframework-connector';
import type { CloudService } from '../cloud-calls.ts';
import type { Cloud } from '../clouds.ts';
import { Fault } from '../errors.ts';
import { mayBeOfChannel } from './channel-token.ts';
import { CheckedTokens } from './checked-tokens.ts';
import { ConnectorClients } from './connector-clients.ts';
import { isUnavailable } from './send-errors.ts';
import { ThreadLimits } from './thread-limits.ts';

const ISSUER = 'iss';
const EXPIRES = 'exp';

/** Is handed every client of a cloud that botbuilder has built, before its first call. */
export type WatchClient = (client: object | undefined, service: CloudService) => void;

/**
 * botbuilder's cloud adapter, opened so far that authentication and the turn are two steps, and that
 * turns share what botbuilder would build for each of them.
 */
export class TeamsAdapter extends CloudAdapterBase {
  readonly #botId: string;
  readonly #issuer: string;
  readonly #watch: WatchClient;
  readonly #connectors: ConnectorClients;
  readonly #limits = new ThreadLimits();
  readonly #checked: CheckedTokens;

  constructor(
    authentication: BotFrameworkAuthentication,
    botId: string,
    { botIssuer, botScope }: Pick<Cloud, 'botIssuer' | 'botScope'>,
    watch: WatchClient,
    now: () => Date,
  ) {
    super(authentication);
    this.#checked = new CheckedTokens(now);
    this.#botId = botId;
    this.#issuer = botIssuer;
    this.#watch = watch;
    this.#connectors = new ConnectorClients(
      authentication.createConnectorFactory(this.createClaimsIdentity(botId)),
      botScope,
      (client) => watch(client, 'connector'),
    );
  }

  /**
   * Throws unless Teams itself signed the request: botbuilder would also let in other bots, the
   * emulator and a channel whose keys it looks up elsewhere.
   */
  async authenticate(activity: Activity, authorization: string): Promise<void> {
    if (activity.channelId !== 'msteams') throw new Error('Not a channel of this bot');
    const { serviceUrl } = activity;
    if (this.#checked.has(authorization, serviceUrl)) return;
    if (!mayBeOfChannel(authorization, this.#issuer)) throw new Error('No token of the channel');
    const { claimsIdentity: claims } = await this.botFrameworkAuthentication.authenticateRequest(
      activity,
      authorization,
    );
    if (claims.getClaimValue(ISSUER) !== this.#issuer) {
      throw new Error('The token was not issued by the Bot Framework');
    }
    this.#checked.add(authorization, serviceUrl, Number(claims.getClaimValue(EXPIRES)));
  }

  /** Whether Teams takes a message in this conversation at once. */
  hasRoom(conversationId: string): boolean {
    return this.#limits.hasRoom(conversationId);
  }

  override async sendActivities(
    context: TurnContext,
    activities: Partial<Activity>[],
  ): Promise<ResourceResponse[]> {
    for (const { type } of activities) {
      if (type !== 'invokeResponse') await taken(this.#pass(context));
    }
    return taken(super.sendActivities(context, activities));
  }

  override async updateActivity(
    context: TurnContext,
    activity: Partial<Activity>,
  ): Promise<ResourceResponse | undefined> {
    await taken(this.#pass(context));
    return (await taken(super.updateActivity(context, activity))) ?? undefined;
  }

  #pass({ activity }: TurnContext): Promise<void> {
    return this.#limits.pass(activity.conversation.id);
  }

  /** Runs one turn of somebody who was authenticated; gives the answer to an invoke. */
  async run(
    activity: Activity,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<InvokeResponse | undefined> {
    const context = await this.#context(activity);
    await this.runMiddleware(context, logic);
    const response = context.turnState.get<Partial<Activity>>(INVOKE_RESPONSE_KEY);
    return response?.value ?? (activity.type === 'invoke' ? NOT_IMPLEMENTED : undefined);
  }

  /** Runs `logic` in a turn of the bot's own, in which this is what came. */
  async resume(
    activity: Partial<Activity>,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<void> {
    await this.runMiddleware(await this.#context(activity), logic);
  }

  async userTokenClient(): Promise<UserTokenClient> {
    const client = await this.botFrameworkAuthentication.createUserTokenClient(
      this.createClaimsIdentity(this.#botId),
    );
    this.#watch(client, 'token-service');
    return client;
  }

  async #context(activity: Partial<Activity>): Promise<TurnContext> {
    const context = new TurnContext(this, activity);
    const client = await this.#connectors.find(activity.serviceUrl ?? '');
    context.turnState.set(this.ConnectorClientKey, client);
    return context;
  }
}

const NOT_IMPLEMENTED: InvokeResponse = { status: 501 };

/** That Teams takes no message now is no mistake of the program; that it cannot read one is. */
async function taken<T>(sending: Promise<T>): Promise<T> {
  try {
    return await sending;
  } catch (error) {
    throw isUnavailable(error) ? new Fault('teams-unavailable', error) : error;
  }
}
