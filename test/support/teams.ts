import { randomUUID } from 'node:crypto';
import type { TokenOverrides } from '../../sandbox/cloud/channel.ts';
import { BOT_APP_ID, PEOPLE, type Person, TEAM, TENANT_ID } from '../../sandbox/cloud/directory.ts';
import type { Message } from '../../sandbox/cloud/messages.ts';
import type { RunningBot } from './bot.ts';
import { type AdaptiveCard, adaptiveCard, type CardAction, findAction } from './cards.ts';

export type Chat = 'personal' | 'groupChat' | 'channel';

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // Each test says what shape it expects.
  readonly body: { readonly statusCode?: number; readonly type?: string; readonly value?: unknown };
}

/** What a client of Teams can add to the invoke of an Action.Execute. */
export interface ExecuteExtras {
  readonly authentication?: { id: string; connectionName: string; token: string };
  readonly state?: string;
  readonly trigger?: 'manual' | 'automatic';
}

/** Each client has a chat of its own, so that no test reads what another has left. */
let clients = 0;

/** One person's Teams client in one chat with the bot: sends what Teams sends, signed as Teams signs. */
export class TeamsClient {
  readonly person: Person;
  readonly conversationId: string;
  readonly #bot: RunningBot;
  readonly #chat: Chat;

  constructor(
    bot: RunningBot,
    person: Person = PEOPLE.alex,
    chat: Chat = 'personal',
    conversationId?: string,
  ) {
    this.#bot = bot;
    this.person = person;
    this.#chat = chat;
    clients += 1;
    this.conversationId =
      conversationId ??
      {
        personal: `a:${person.aadObjectId}-${clients}`,
        groupChat: `19:group-of-administrators-${clients}@thread.v2`,
        channel: `${TEAM.id};messageid=${1_700_000_000_000 + clients}`,
      }[chat];
  }

  /** Somebody else's client in the same chat. */
  joinedBy(person: Person): TeamsClient {
    return new TeamsClient(this.#bot, person, this.#chat, this.conversationId);
  }

  /** An activity as Teams would send it; `extra` wins. */
  activity(extra: Record<string, unknown> = {}): Record<string, unknown> {
    const { mri, name, aadObjectId } = this.person;
    return {
      type: 'message',
      id: `f:${randomUUID()}`,
      timestamp: new Date().toISOString(),
      channelId: 'msteams',
      serviceUrl: this.#bot.cloud.connector.serviceUrl,
      from: { id: mri, name, aadObjectId },
      recipient: { id: `28:${BOT_APP_ID}`, name: 'Exchange connector' },
      conversation: {
        id: this.conversationId,
        conversationType: this.#chat,
        tenantId: TENANT_ID,
        ...(this.#chat !== 'personal' && { isGroup: true }),
      },
      channelData: {
        tenant: { id: TENANT_ID },
        ...(this.#chat === 'channel' && {
          // Teams names the Entra group of a team with installations only.
          team: { id: TEAM.id },
          channel: { id: TEAM.id },
        }),
      },
      ...extra,
    };
  }

  /** Sends any activity, signed for its service URL unless the overrides say otherwise. */
  async send(activity: Record<string, unknown>, overrides?: TokenOverrides): Promise<HttpAnswer> {
    const { serviceUrl } = activity;
    const authorization = await this.#bot.cloud.authorize(
      typeof serviceUrl === 'string' ? { serviceUrl } : {},
      overrides,
    );
    const answer = await post(this.#bot.url, JSON.stringify(activity), { authorization });
    this.#bot.overhear?.(authorization, answer);
    return answer;
  }

  /** Types a message and returns what the bot sent during that turn. */
  async say(text: string): Promise<readonly Message[]> {
    const before = new Set(this.sent().map(({ activityId }) => activityId));
    const answer = await this.send(this.activity({ text }));
    if (answer.status >= 300) throw new Error(`${answer.status} ${answer.text}`);
    return this.sent().filter(({ activityId }) => !before.has(activityId));
  }

  /** Types a message and returns the card of the one message that the bot sent. */
  async ask(text: string): Promise<AdaptiveCard> {
    const messages = await this.say(text);
    const [message] = messages;
    if (!message || messages.length > 1) throw new Error(`${messages.length} messages`);
    return adaptiveCard(message.activity);
  }

  sent(): readonly Message[] {
    return this.#bot.cloud.connector.sent(this.conversationId);
  }

  invoke(name: string, value: unknown, replyToId?: string): Promise<HttpAnswer> {
    return this.send(
      this.activity({ type: 'invoke', name, value, ...(replyToId && { replyToId }) }),
    );
  }

  /** Sends the invoke of an Action.Execute with any verb and data. */
  execute(
    verb: string,
    data: Record<string, unknown>,
    { trigger = 'manual', ...extras }: ExecuteExtras = {},
  ): Promise<HttpAnswer> {
    const action = { type: 'Action.Execute', verb, data };
    return this.invoke('adaptiveCard/action', { action, trigger, ...extras });
  }

  /** Presses the button of a card that carries `verb`, with what was typed into the card. */
  press(
    card: AdaptiveCard,
    verb: string,
    inputs: Record<string, unknown> = {},
    extras: ExecuteExtras = {},
  ): Promise<HttpAnswer> {
    const action: CardAction = findAction(card, verb);
    return this.execute(verb, { ...action.data, ...inputs }, extras);
  }

  /** Presses it in an old client, which knows only the Action.Submit of the fallback. */
  submit(
    card: AdaptiveCard,
    verb: string,
    inputs: Record<string, unknown> = {},
    replyToId?: string,
  ): Promise<HttpAnswer> {
    const { fallback } = findAction(card, verb);
    if (!fallback) throw new Error(`${verb} has no fallback`);
    const value = { ...fallback.data, ...inputs };
    return this.send(this.activity({ value, ...(replyToId && { replyToId }) }));
  }
}

/** Posts a body to the bot exactly as given. */
export async function post(
  url: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Promise<HttpAnswer> {
  const response = await fetch(`${url}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: text.startsWith('{') ? JSON.parse(text) : {},
  };
}
