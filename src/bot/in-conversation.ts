import type { TurnContext } from 'botbuilder';
import { bounded } from '../bounded.ts';
import { Fault } from '../errors.ts';
import { continuationOf, type Reference } from './origin.ts';
import { ForeignHost } from './send-errors.ts';
import type { TeamsAdapter } from './teams-adapter.ts';

/**
 * Does something in a conversation that the bot knows, outside of any turn of a person. `onLate`
 * hears when it has worked after all, although it was given up.
 */
export type InConversation = <T>(
  reference: Reference,
  logic: (context: TurnContext) => Promise<T>,
  onLate?: () => void,
) => Promise<T>;

/**
 * Rejects when Teams takes longer than `timeoutMs`, and where `isAllowed` refuses the service URL:
 * the conversation may have been stored when the bot was set up for another cloud.
 */
export const inConversation =
  (
    adapter: TeamsAdapter,
    isAllowed: (serviceUrl: string) => boolean,
    timeoutMs: number,
  ): InConversation =>
  async (reference, logic, onLate) => {
    if (!isAllowed(reference.serviceUrl)) {
      throw new Fault('teams-unavailable', new ForeignHost());
    }
    const { promise, resolve } = Promise.withResolvers<Awaited<ReturnType<typeof logic>>>();
    let isGivenUp = false;
    const turn = adapter.resume(continuationOf(reference), async (context) => {
      const result = await logic(context);
      if (isGivenUp) onLate?.();
      resolve(result);
    });
    await bounded(turn, timeoutMs, () => {
      isGivenUp = true;
      return new Error('Teams did not answer in time');
    });
    return promise;
  };
