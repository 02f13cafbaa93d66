import { setTimeout } from 'node:timers/promises';
import { PEOPLE } from '../sandbox/cloud/directory.ts';
import { TeamsClient } from '../test/support/teams.ts';
import { MEASURED } from './people.ts';
import type { Program } from './program.ts';
import { waitingRequest } from './turns.ts';

/** As many of a list as the card of `requests` shows. */
const LISTED = 12;
/** The program counts no more often than every 15 s, for the first time when first asked. */
const LOOK_EVERY_MS = 8000;
const WAITING = 'bot_jobs{job="publish",state="waiting"}';

/**
 * Lets the program meet the measured person, whose stored chat is nowhere, and lets as much wait
 * for them as any list shows.
 */
export async function meet(program: Program): Promise<void> {
  await new TeamsClient(program.bot, MEASURED).say('help');
  for (let count = 0; count < LISTED; count += 1) await waitingRequest(program.bot, PEOPLE.adele);
  do await setTimeout(LOOK_EVERY_MS);
  while ((await program.metric(WAITING)) > 0);
}
