import { setTimeout as pause } from 'node:timers/promises';
import { COLLEAGUES, PEOPLE, type Person } from '../../sandbox/cloud/directory.ts';
import type { RunningBot } from '../support/bot.ts';
import { anInput } from '../support/builders.ts';
import { type AdaptiveCard, answeredCard, words } from '../support/cards.ts';
import { numberOf } from '../support/channel.ts';
import { type HttpAnswer, TeamsClient } from '../support/teams.ts';

/** What became of one request, as the person who did it last was told. */
export interface Done {
  readonly conversationId: string;
  readonly organization: string;
  readonly number: string;
  readonly end: End;
}

export type End = 'created' | 'rejected' | 'cancelled';

/** How the card begins in the end. */
export const TITLES: Readonly<Record<End, string>> = {
  created: 'Exchange connector created',
  rejected: 'Request rejected',
  cancelled: 'Request cancelled',
};

export interface Crowd {
  readonly done: readonly Done[];
  /** Milliseconds of every turn. */
  readonly turns: readonly number[];
  /** How many of them were answered with nothing but a word of patience. */
  readonly late: number;
}

const CHANNELS = 10;
/** Between two turns of one person: much less than people need. */
const THINKING_MS = 1000;

/**
 * Fifty people in ten channels, each of whom asks for one connector after the other for `ms`; owners
 * approve, some requests are rejected or withdrawn.
 */
export async function crowd(bot: RunningBot, ms: number): Promise<Crowd> {
  const done: Done[] = [];
  const turns: number[] = [];
  const until = performance.now() + ms;
  for (const person of COLLEAGUES) bot.cloud.tokens.signIn(person);

  let late = 0;
  const timed = async <T>(turn: () => Promise<T>): Promise<T> => {
    await pause(THINKING_MS);
    const startedAt = performance.now();
    const result = await turn();
    turns.push(performance.now() - startedAt);
    return result;
  };
  /** Presses until a card is the answer, as people do who are asked to look again. */
  const pressed = async (press: () => Promise<HttpAnswer>): Promise<AdaptiveCard> => {
    for (;;) {
      const answer = await timed(press);
      if (!isLate(answer)) return answeredCard(answer);
      late += 1;
    }
  };
  const live = async (person: Person, index: number) => {
    for (let round = 0; performance.now() < until; round += 1) {
      done.push(await askOnce(bot, person, { index, round, timed, pressed }));
    }
  };
  await Promise.all(COLLEAGUES.map(live));
  return { done, turns, late };
}

const isLate = ({ body }: HttpAnswer): boolean =>
  body.type === 'application/vnd.microsoft.activity.message' &&
  `${body.value}`.startsWith('This takes longer than usual.');

interface Life {
  /** Which person it is, and the how many-th request of theirs. */
  readonly index: number;
  readonly round: number;
  readonly timed: <T>(turn: () => Promise<T>) => Promise<T>;
  readonly pressed: (press: () => Promise<HttpAnswer>) => Promise<AdaptiveCard>;
}

const ENDS = ['created', 'created', 'created', 'rejected', 'cancelled'] as const;

async function askOnce(
  bot: RunningBot,
  person: Person,
  { index, round, timed, pressed }: Life,
): Promise<Done> {
  const channel = `19:load-${index % CHANNELS}@thread.tacv2`;
  const conversationId = `${channel};messageid=${1_700_000_000_000 + index * 100_000 + round}`;
  const client = new TeamsClient(bot, person, 'channel', conversationId);
  const organization = `Load ${index} ${round}`;
  const form = await timed(() => client.ask('new'));
  const inputs = anInput({
    exchangeOrganization: organization,
    justification: 'The pilot of the mail migration needs it.',
  });
  const asked = await pressed(() => client.press(form, 'form.submit', inputs));
  const number = numberOf(asked);
  // Owners of the team take turns.
  const owner = client.joinedBy(round % 2 === 0 ? PEOPLE.megan : PEOPLE.isaiah);
  const seen = await pressed(() =>
    owner.press(asked, 'request.refresh', {}, { trigger: 'automatic' }),
  );
  const end = ENDS[(index + round) % ENDS.length] ?? 'created';
  const decide: Readonly<Record<End, () => Promise<HttpAnswer>>> = {
    created: () => owner.press(seen, 'request.approve'),
    rejected: () => owner.press(seen, 'request.reject', { comment: 'Not this month.' }),
    cancelled: () => client.press(asked, 'request.cancel'),
  };
  const told = words(await pressed(decide[end]));
  if (!told.includes(TITLES[end]) && !told.includes('Creating the Exchange connector')) {
    throw new Error(`${number} ${end}: ${told}`);
  }
  await timed(() => client.say(number));
  return { conversationId, organization, number, end };
}
