import type { Fault, Target } from '../../sandbox/cloud/fault-catalogue.ts';
import { type RunningBot, runBot } from './bot.ts';
import { anInput } from './builders.ts';
import { adaptiveCard, words } from './cards.ts';
import { type HttpAnswer, TeamsClient } from './teams.ts';

/** The longest that anybody may wait for an answer. */
export const LIMIT_MS = 8000;

export interface Trial {
  readonly bot: RunningBot;
  readonly teams: TeamsClient;
  readonly answer: HttpAnswer;
  readonly took: number;
}

/** Submits a form in a cloud of its own, in which the faults are on from the submit on. */
export async function trial(
  faults: readonly (readonly [Target, Fault])[],
  inputs: Record<string, unknown> = {},
  environment: Record<string, string> = {},
): Promise<Trial> {
  const bot = await runBot({ environment });
  const teams = new TeamsClient(bot);
  const form = await teams.ask('new');
  for (const [target, fault] of faults) bot.cloud.faults.set(target, fault);
  const startedAt = performance.now();
  const answer = await teams.press(form, 'form.submit', anInput(inputs));
  return { bot, teams, answer, took: performance.now() - startedAt };
}

/** Waits until the chat shows a card whose words match. */
export const updatedTo = (
  { bot, teams }: Pick<Trial, 'bot' | 'teams'>,
  pattern: RegExp,
  ms = 20_000,
) =>
  bot.cloud.connector.waitFor(
    ({ conversationId, activity }) =>
      conversationId === teams.conversationId && pattern.test(words(adaptiveCard(activity))),
    ms,
  );
