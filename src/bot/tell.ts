import type { Activity } from 'botbuilder';
import type { InConversation } from './in-conversation.ts';
import type { Reference } from './origin.ts';

/** Sends a message outside of any turn. */
export type Tell = (reference: Reference, message: Partial<Activity>) => Promise<void>;

export const teller =
  (inConversation: InConversation): Tell =>
  (reference, message) =>
    inConversation(reference, async (context) => {
      await context.sendActivity(message);
    });
