import type { Logger } from 'pino';
import type { Card } from '../cards/render.ts';
import { cardMessage } from './card-message.ts';
import type { InConversation } from './in-conversation.ts';
import type { MessagePlace } from './origin.ts';

/** Makes a message that is no request's show this card; a failure is only logged. */
export type UpdateMessage = (place: MessagePlace, card: Card) => Promise<void>;

export const messageUpdater =
  (inConversation: InConversation, log: Logger): UpdateMessage =>
  async ({ reference, activityId }, card) => {
    if (!activityId) return;
    try {
      await inConversation(reference, async (context) => {
        await context.updateActivity({ ...cardMessage(card), id: activityId });
      });
    } catch (error) {
      log.warn({ err: error }, 'a form could not be updated');
    }
  };
