import {
  type Activity,
  CloudAdapterBase,
  type ConversationReference,
  type InvokeResponse,
  type TurnContext,
} from 'botbuilder';
import type {
  AuthenticateRequestResult,
  BotFrameworkAuthentication,
  UserTokenClient,
} from 'botframework-connector';

const ISSUER = 'iss';

/** botbuilder's cloud adapter, opened so far that authentication and the turn are two steps. */
export class TeamsAdapter extends CloudAdapterBase {
  readonly #botId: string;
  readonly #issuer: string;

  constructor(authentication: BotFrameworkAuthentication, botId: string, issuer: string) {
    super(authentication);
    this.#botId = botId;
    this.#issuer = issuer;
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
    const sender = await this.botFrameworkAuthentication.authenticateRequest(
      activity,
      authorization,
    );
    if (sender.claimsIdentity.getClaimValue(ISSUER) !== this.#issuer) {
      throw new Error('The token was not issued by the Bot Framework');
    }
    return sender;
  }

  run(
    sender: AuthenticateRequestResult,
    activity: Activity,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<InvokeResponse | undefined> {
    return this.processActivity(sender, activity, logic);
  }

  /** Runs `logic` in a turn of the bot's own in a conversation that it knows. */
  resume(
    reference: Partial<ConversationReference>,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<void> {
    return this.continueConversationAsync(this.#botId, reference, logic);
  }

  userTokenClient(): Promise<UserTokenClient> {
    return this.botFrameworkAuthentication.createUserTokenClient(
      this.createClaimsIdentity(this.#botId),
    );
  }
}
