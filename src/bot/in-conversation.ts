import type { TurnContext } from 'botbuilder';
import { bounded } from '../bounded.ts';
import { botbuilderReference, type Reference } from './origin.ts';
import type { TeamsAdapter } from './teams-adapter.ts';

/** Does something in a conversation that the bot knows, outside of any turn of a person. */
export type InConversation = <T>(
  reference: Reference,
  logic: (context: TurnContext) => Promise<T>,
) => Promise<T>;

const silent = () => new Error('Teams did not answer in time');

/** Rejects when Teams takes longer than `timeoutMs`. */
export const inConversation =
  (adapter: TeamsAdapter, timeoutMs: number): InConversation =>
  async (reference, logic) => {
    const { promise, resolve } = Promise.withResolvers<Awaited<ReturnType<typeof logic>>>();
    const turn = adapter.resume(botbuilderReference(reference), async (context) => {
      resolve(await logic(context));
    });
    await bounded(turn, timeoutMs, silent);
    return promise;
  };
