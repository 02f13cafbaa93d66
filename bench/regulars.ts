import { COLLEAGUES } from '../sandbox/cloud/directory.ts';
import type { RunningBot } from '../test/support/bot.ts';
import { TeamsClient } from '../test/support/teams.ts';

/** How many turns each program has had of them, so that all get the same people in the same order. */
const turns = new WeakMap<RunningBot, number>();

/**
 * One of fifty people, by turns, in their one chat with the bot: it knows them all after a while,
 * and Teams takes few messages in one chat.
 */
export function regular(bot: RunningBot): TeamsClient {
  const turn = turns.get(bot) ?? 0;
  turns.set(bot, turn + 1);
  const person = COLLEAGUES[turn % COLLEAGUES.length];
  if (!person) throw new Error('Nobody is there');
  if (!bot.cloud.tokens.isSignedIn(person)) bot.cloud.tokens.signIn(person);
  return new TeamsClient(bot, person, 'personal', bot.cloud.connector.personal(person));
}
