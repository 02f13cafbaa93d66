import { randomUUID } from 'node:crypto';
import { OAUTH_CONNECTION } from '../../sandbox/cloud/directory.ts';
import type { RunningBot } from '../support/bot.ts';
import type { AdaptiveCard } from '../support/cards.ts';
import type { ExecuteExtras, HttpAnswer, TeamsClient } from '../support/teams.ts';
import { readAnswer, readMessages, type Seen } from './seen.ts';

type SignIn = Pick<ExecuteExtras, 'authentication' | 'state'>;

/** Something that a person does in Teams, and can do again. */
export interface Deed {
  readonly name: string;
  readonly by: TeamsClient;
  /** `signIn` is what the client sends along once it was asked for it. */
  do(signIn?: SignIn): Promise<Seen>;
}

/** A person presses a button of a card. */
export const presses = (
  by: TeamsClient,
  card: AdaptiveCard,
  verb: string,
  inputs: Record<string, unknown> = {},
): Deed => ({
  name: verb,
  by,
  do: async (signIn) => readAnswer(await by.press(card, verb, inputs, signIn)),
});

/** What the bot says while it has the activity, unless Teams could not hand it over. */
async function said(by: TeamsClient, send: () => Promise<HttpAnswer>): Promise<Seen> {
  const before = new Set(by.sent().map(({ activityId }) => activityId));
  const { status } = await send();
  if (status === 412) return { type: 'exchange-failed' };
  if (status !== 200 && status !== 202) return { type: 'not-delivered', status };
  return readMessages(by.sent().filter(({ activityId }) => !before.has(activityId)));
}

/** A person types something. */
export const types = (by: TeamsClient, text: string): Deed => ({
  name: text,
  by,
  do: () => said(by, () => by.send(by.activity({ text }))),
});

/** A person signs in on a card that came as a message: silently, or with a code. */
export const signsInOnCard = (bot: RunningBot, by: TeamsClient): Deed => ({
  name: 'signs in',
  by,
  do: async ({ state } = {}) =>
    state === undefined
      ? said(by, async () => by.invoke('signin/tokenExchange', await silently(bot, by)))
      : said(by, () => by.invoke('signin/verifyState', { state })),
});

/** What a client brings along that can sign in by itself. */
export const silently = async (bot: RunningBot, { person }: TeamsClient) => ({
  id: randomUUID(),
  connectionName: OAUTH_CONNECTION,
  token: await bot.cloud.entra.userToken(person),
});
