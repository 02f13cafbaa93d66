import { COLLEAGUES } from '../sandbox/cloud/directory.ts';
import type { RunningBot } from '../test/support/bot.ts';
import { TeamsClient } from '../test/support/teams.ts';

let turns = 0;

/**
 * One of fifty people, by turns, in their one chat with the bot: it knows them all after a while,
 * and Teams takes few messages in one chat.
 */
export function regular(bot: RunningBot): TeamsClient {
  const person = COLLEAGUES[turns % COLLEAGUES.length];
  if (!person) throw new Error('Nobody is there');
  turns += 1;
  if (!bot.cloud.tokens.isSignedIn(person)) bot.cloud.tokens.signIn(person);
  return new TeamsClient(bot, person, 'personal', bot.cloud.connector.personal(person));
}
