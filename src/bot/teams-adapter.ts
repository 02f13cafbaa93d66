import {
  type Activity,
  CloudAdapterBase,
  type ConversationReference,
  type InvokeResponse,
  type ResourceResponse,
  type TurnContext,
} from 'botbuilder';
import type {
  AuthenticateRequestResult,
  BotFrameworkAuthentication,
  UserTokenClient,
} from 'botframework-connector';
import type { CloudService } from '../cloud-calls.ts';
import { Fault } from '../errors.ts';
import { mayBeOfChannel } from './channel-token.ts';
import { ThreadLimits } from './thread-limits.ts';

const ISSUER = 'iss';

/** Is handed every client of a cloud that botbuilder has built, before its first call. */
export type WatchClient = (client: object | undefined, service: CloudService) => void;

/** botbuilder's cloud adapter, opened so far that authentication and the turn are two steps. */
export class TeamsAdapter extends CloudAdapterBase {
  readonly #botId: string;
  readonly #issuer: string;
  readonly #watch: WatchClient;
  readonly #limits = new ThreadLimits();

  constructor(
    authentication: BotFrameworkAuthentication,
    botId: string,
    issuer: string,
    watch: WatchClient,
  ) {
    super(authentication);
    this.#botId = botId;
    this.#issuer = issuer;
    this.#watch = watch;
  }

  /**
   * Throws unless Teams itself signed the request: botbuilder would also let in other bots, the
   * emulator and a channel whose keys it looks up elsewhere.
   */
  async authenticate(
    activity: Activity,
    authorization: string,
  ): Promise<AuthenticateRequestResult> {
    if (activity.channelId !== 'msteams') throw new Error('Not a channel of this bot');
    if (!mayBeOfChannel(authorization, this.#issuer)) throw new Error('No token of the channel');
    const sender = await this.botFrameworkAuthentication.authenticateRequest(
      activity,
      authorization,
    );
    if (sender.claimsIdentity.getClaimValue(ISSUER) !== this.#issuer) {
      throw new Error('The token was not issued by the Bot Framework');
    }
    return sender;
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

  run(
    sender: AuthenticateRequestResult,
    activity: Activity,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<InvokeResponse | undefined> {
    return this.processActivity(sender, activity, this.#watched(logic));
  }

  /** Runs `logic` in a turn of the bot's own in a conversation that it knows. */
  resume(
    reference: Partial<ConversationReference>,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<void> {
    return this.continueConversationAsync(this.#botId, reference, this.#watched(logic));
  }

  async userTokenClient(): Promise<UserTokenClient> {
    const client = await this.botFrameworkAuthentication.createUserTokenClient(
      this.createClaimsIdentity(this.#botId),
    );
    this.#watch(client, 'token-service');
    return client;
  }

  /** Each turn has a connector client of its own. */
  #watched(logic: (context: TurnContext) => Promise<void>) {
    return (context: TurnContext): Promise<void> => {
      this.#watch(context.turnState.get<object>(this.ConnectorClientKey), 'connector');
      return logic(context);
    };
  }
}

/** Whatever keeps Teams from taking a message, it is no mistake of the program. */
async function taken<T>(sending: Promise<T>): Promise<T> {
  try {
    return await sending;
  } catch (error) {
    throw new Fault('teams-unavailable', error);
  }
}
