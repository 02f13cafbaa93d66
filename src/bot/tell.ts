import type { Activity } from 'botbuilder';
import { bounded } from '../bounded.ts';
import { botbuilderReference, type Reference } from './origin.ts';
import type { TeamsAdapter } from './teams-adapter.ts';

/** Sends a message to a conversation that the bot knows, outside of any turn. */
export type Tell = (reference: Reference, message: Partial<Activity>) => Promise<void>;

const silent = () => new Error('Teams did not answer in time');

export const teller =
  (adapter: TeamsAdapter, timeoutMs: number): Tell =>
  (reference, message) =>
    bounded(
      adapter.resume(botbuilderReference(reference), async (context) => {
        await context.sendActivity(message);
      }),
      timeoutMs,
      silent,
    );
