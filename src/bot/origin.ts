import { type Activity, ActivityEx, type ConversationReference, TurnContext } from 'botbuilder';
import { z } from 'zod';
import type { Chat } from '../requests/policy.ts';

/** Where the bot can say something: botbuilder's conversation reference, as far as it is needed. */
export const Reference = z.looseObject({
  serviceUrl: z.string(),
  channelId: z.string(),
  bot: z.looseObject({ id: z.string() }),
  conversation: z.looseObject({ id: z.string() }),
});
export type Reference = Readonly<z.output<typeof Reference>>;

/** A message that the bot has sent, as far as it is known which one. */
export interface MessagePlace {
  readonly reference: Reference;
  readonly activityId?: string | undefined;
}

/** Where a request was asked for; stored with it. */
export const Origin = z.object({
  chat: z.enum(['personal', 'group', 'channel'] satisfies readonly Chat[]),
  reference: Reference,
  team: z.object({ id: z.string(), aadGroupId: z.string().optional() }).optional(),
});
export type Origin = Readonly<z.output<typeof Origin>>;

const ChannelData = z.looseObject({
  team: z.looseObject({ id: z.string(), aadGroupId: z.string().nullish() }).nullish(),
});

export function originOf(activity: Activity): Origin {
  const team = ChannelData.safeParse(activity.channelData).data?.team;
  const { aadGroupId } = team ?? {};
  return {
    chat: chatOf(activity),
    reference: referenceOf(activity),
    ...(team && { team: { id: team.id, ...(aadGroupId && { aadGroupId }) } }),
  };
}

export function chatOf({ conversation }: Activity): Chat {
  switch (conversation.conversationType) {
    case 'personal':
      return 'personal';
    case 'channel':
      return 'channel';
    default:
      return 'group';
  }
}

/** Without the message and the person: it stands for the whole conversation. */
export function referenceOf(activity: Activity): Reference {
  const { serviceUrl, channelId, bot, conversation, locale } =
    TurnContext.getConversationReference(activity);
  return Reference.parse({ serviceUrl, channelId, bot, conversation, ...(locale && { locale }) });
}

/** What seems to have come from there, for a turn in which nothing has. */
export const continuationOf = (reference: Reference): Partial<Activity> =>
  // botbuilder wrote it, and `referenceOf` changed nothing in its parts.
  ActivityEx.getContinuationActivity(reference as unknown as Partial<ConversationReference>);

/** A conversation without the thread inside it. */
export const placeOf = ({ conversation }: Reference): string =>
  conversation.id.split(';')[0] ?? conversation.id;
