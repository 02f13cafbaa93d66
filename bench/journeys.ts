import type { RunningBot } from '../test/support/bot.ts';
import { answeredCard, words } from '../test/support/cards.ts';
import { type HttpAnswer, TeamsClient } from '../test/support/teams.ts';
import { MEASURED } from './stored/people.ts';
import { anOrganization, waitingRequest } from './turns.ts';

/** Some turns in chats of their own; gives how many. */
export type Journey = (bot: RunningBot) => Promise<number>;

/** Where the machine is slow, the bot says that it is working on it. */
const PROVISIONED = /connector created|Creating the/;

/** Everything that people do, once; how many turns that takes. */
export const productJourney: Journey = async (bot) => {
  const client = new TeamsClient(bot, MEASURED);
  await client.say('help');
  const form = await client.ask('new');
  const mistaken = { ...anOrganization(), exchangeAlias: 'not an alias' };
  expect(/mail nickname/, await client.press(form, 'form.submit', mistaken));
  expect(PROVISIONED, await client.press(form, 'form.submit', anOrganization()));
  const { card, megan } = await waitingRequest(bot);
  const refresh = await megan.press(card, 'request.refresh', {}, { trigger: 'automatic' });
  expect(PROVISIONED, await megan.press(answeredCard(refresh), 'request.approve'));
  await client.say('requests');
  await client.say(/#\d+/.exec(words(card))?.[0] ?? '');
  return 10;
};

/** What the sample-style bot can do. */
export const sampleJourney: Journey = async (bot) => {
  const client = new TeamsClient(bot, MEASURED);
  const form = await client.ask('new');
  expect(PROVISIONED, await client.press(form, 'form.submit', anOrganization()));
  return 2;
};

export const echoJourney: Journey = async (bot) => {
  await new TeamsClient(bot, MEASURED).say('hello');
  return 1;
};

function expect(shown: RegExp, answer: HttpAnswer): void {
  const text = words(answeredCard(answer));
  if (!shown.test(text)) throw new Error(`Not ${shown}: ${text}`);
}
