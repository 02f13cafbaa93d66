import type { TurnContext } from 'botbuilder';
import { bounded } from '../bounded.ts';
import { botbuilderReference, type Reference } from './origin.ts';
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

/** Rejects when Teams takes longer than `timeoutMs`. */
export const inConversation =
  (adapter: TeamsAdapter, timeoutMs: number): InConversation =>
  async (reference, logic, onLate) => {
    const { promise, resolve } = Promise.withResolvers<Awaited<ReturnType<typeof logic>>>();
    let isGivenUp = false;
    const turn = adapter.resume(botbuilderReference(reference), async (context) => {
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
