import type { Activity } from 'botbuilder';
import { createWatch } from './watch.ts';

/** One message of the bot, as the people in the conversation see it. */
export interface Message {
  readonly conversationId: string;
  readonly activityId: string;
  /** As last sent or updated. */
  readonly activity: Partial<Activity>;
  /** Everything it has said, oldest first. */
  readonly versions: readonly Partial<Activity>[];
  readonly deleted: boolean;
}

export interface Messages {
  all(): readonly Message[];
  send(conversationId: string, activity: Partial<Activity>): Message;
  /** The first message of a new thread in a channel; stands in the thread's conversation. */
  startThread(channelId: string, activity: Partial<Activity>): Message;
  /** Undefined where no such message stands. */
  update(
    conversationId: string,
    activityId: string,
    activity: Partial<Activity>,
  ): Message | undefined;
  remove(conversationId: string, activityId: string): Message | undefined;
  waitFor(predicate: (message: Message) => boolean, ms?: number): Promise<Message>;
  reset(): void;
}

/** A conversation's id without the thread inside it. */
export const placeOf = (conversationId: string): string =>
  conversationId.split(';')[0] ?? conversationId;

const keyOf = (conversationId: string, activityId: string): string =>
  `${placeOf(conversationId)} ${activityId}`;

const summary = ({ conversationId, activity, versions }: Message): string =>
  `${conversationId}: ${activity.type} ${activity.text ?? ''} (version ${versions.length})`;

export function createMessages(): Messages {
  const messages = new Map<string, Message>();
  const watch = createWatch(() => [...messages.values()], summary);
  let latest = Date.now();

  const nextId = (): string => {
    latest += 1;
    return `${latest}`;
  };

  const start = (conversationId: string, activityId: string, activity: Partial<Activity>) =>
    keep({ conversationId, activityId, activity, versions: [activity], deleted: false });

  function keep(message: Message): Message {
    messages.set(keyOf(message.conversationId, message.activityId), message);
    watch.happened(message);
    return message;
  }

  const find = (conversationId: string, activityId: string): Message | undefined => {
    const message = messages.get(keyOf(conversationId, activityId));
    return message?.deleted ? undefined : message;
  };

  return {
    all: () => [...messages.values()],
    send: (conversationId, activity) => start(conversationId, nextId(), activity),
    startThread(channelId, activity) {
      const id = nextId();
      return start(`${channelId};messageid=${id}`, id, activity);
    },
    update(conversationId, activityId, activity) {
      const message = find(conversationId, activityId);
      return message && keep({ ...message, activity, versions: [...message.versions, activity] });
    },
    remove(conversationId, activityId) {
      const message = find(conversationId, activityId);
      return message && keep({ ...message, deleted: true });
    },
    waitFor: watch.waitFor,
    reset() {
      messages.clear();
    },
  };
}
