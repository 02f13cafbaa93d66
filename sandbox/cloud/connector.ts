import { openIdRoutes } from './channel.ts';
import { connectorError, conversationRoutes } from './conversations.ts';
import type { Person } from './directory.ts';
import type { Entra } from './entra.ts';
import type { Reply, Route } from './http.ts';
import type { Keys } from './keys.ts';
import { createMessages, type Message } from './messages.ts';
import { createRoster, rosterRoutes } from './roster.ts';
import type { Host, Service } from './service.ts';

/** Teams, as a bot sees it. */
export interface Connector extends Service {
  readonly serviceUrl: string;
  readonly messages: readonly Message[];
  /** What the bot said in a conversation, oldest first. */
  sent(conversationId: string): readonly Message[];
  /** A message, as sent or updated, that fits; also one that is there already. */
  waitFor(predicate: (message: Message) => boolean, ms?: number): Promise<Message>;
  /** The personal chat of `person` with the bot. */
  personal(person: Person): string;
  /** Who is in a conversation (else: everyone, or the one person of a personal chat). */
  setMembers(conversationId: string, people: readonly Person[]): void;
  /** Deletes a message, as a person who may. */
  remove(conversationId: string, activityId: string): void;
  /** Makes every call about this conversation fail, as where the bot was removed. */
  kill(conversationId: string, status?: 403 | 404): void;
  reset(): void;
}

export interface ConnectorOptions {
  readonly entra: Entra;
  readonly keys: Keys;
  /** Audience of the token which the bot must bring. */
  readonly botScope: string;
}

export function serveConnector(host: Host, { entra, keys, botScope }: ConnectorOptions): Connector {
  const messages = createMessages();
  const roster = createRoster();
  const dead = new Map<string, 403 | 404>();
  const serviceUrl = `${host.url}/`;

  function buried(conversationId: string): Reply | undefined {
    const status = dead.get(conversationId);
    if (status === 403) return connectorError(403, 'BotNotInConversationRoster', 'Not a member');
    if (status === 404) return connectorError(404, 'ConversationNotFound', 'No conversation');
    return undefined;
  }

  const forBot =
    (handle: Route['handle']): Route['handle'] =>
    (call) => {
      if (!call.claims) return connectorError(401, 'Unauthorized', 'A genuine token is required');
      if (call.claims.aud !== botScope) return connectorError(403, 'Forbidden', 'Wrong audience');
      return buried(call.params.conversation ?? '') ?? handle(call);
    };

  const routes = [
    ...conversationRoutes({ messages, roster, serviceUrl, buried }),
    ...rosterRoutes(roster),
  ];
  host.serve({
    routes: [
      ...routes.map((route) => ({ ...route, handle: forBot(route.handle) })),
      ...openIdRoutes(host.url, keys),
    ],
    verify: entra.verify,
    refuse: connectorError,
  });

  return {
    url: host.url,
    requests: host.requests,
    waitForRequest: host.waitForRequest,
    get connections() {
      return host.connections;
    },
    openConnections: host.openConnections,
    serviceUrl,
    get messages() {
      return messages.all();
    },
    sent: (conversationId) =>
      messages.all().filter((message) => message.conversationId === conversationId),
    waitFor: messages.waitFor,
    personal: roster.personal,
    setMembers: roster.set,
    remove: (conversationId, activityId) => void messages.remove(conversationId, activityId),
    kill(conversationId, status = 404) {
      dead.set(conversationId, status);
    },
    reset() {
      messages.reset();
      roster.reset();
      dead.clear();
    },
  };
}
