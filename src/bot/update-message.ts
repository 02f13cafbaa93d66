import type { Logger } from 'pino';
import { bounded } from '../bounded.ts';
import type { Card } from '../cards/render.ts';
import { cardMessage } from './form-place.ts';
import { botbuilderReference, type Reference } from './origin.ts';
import type { TeamsAdapter } from './teams-adapter.ts';

const silent = () => new Error('Teams did not answer in time');

/** Makes a message show another card; one that cannot be updated keeps its old one. */
export const messageUpdater =
  (adapter: TeamsAdapter, timeoutMs: number, log: Logger) =>
  async (
    { reference, activityId }: { readonly reference: Reference; readonly activityId?: string },
    card: Card,
  ): Promise<void> => {
    if (!activityId) return;
    const update = adapter.resume(botbuilderReference(reference), async (context) => {
      await context.updateActivity({ ...cardMessage(card), id: activityId });
    });
    try {
      await bounded(update, timeoutMs, silent);
    } catch (error) {
      log.warn({ err: error }, 'a form could not be updated');
    }
  };
