import { PEOPLE } from '../../sandbox/cloud/directory.ts';
import type { Message } from '../../sandbox/cloud/messages.ts';
import type { RunningBot } from './bot.ts';
import { anInput } from './builders.ts';
import { type AdaptiveCard, adaptiveCard, answeredCard, words } from './cards.ts';
import { TeamsClient } from './teams.ts';

const ADAPTIVE = 'application/vnd.microsoft.card.adaptive';

let organizations = 0;

/** A thread in a channel of a team that Megan and Isaiah own, in which Alex asks for connectors. */
export class ChannelThread {
  readonly bot: RunningBot;
  readonly alex: TeamsClient;
  readonly megan: TeamsClient;
  readonly isaiah: TeamsClient;
  readonly adele: TeamsClient;

  constructor(bot: RunningBot) {
    this.bot = bot;
    this.alex = new TeamsClient(bot, PEOPLE.alex, 'channel');
    this.megan = this.alex.joinedBy(PEOPLE.megan);
    this.isaiah = this.alex.joinedBy(PEOPLE.isaiah);
    this.adele = this.alex.joinedBy(PEOPLE.adele);
  }

  /** Alex fills in a form for an organization of its own; gives the card that answers. */
  async ask(changes: Record<string, unknown> = {}): Promise<AdaptiveCard> {
    organizations += 1;
    const inputs = anInput({
      exchangeOrganization: `Fabrikam ${organizations}`,
      justification: 'The pilot of the mail migration needs it.',
      ...changes,
    });
    const form = await this.alex.ask('new');
    return answeredCard(await this.alex.press(form, 'form.submit', inputs));
  }

  /** The card as this person's client shows it, after Teams has asked for theirs. */
  async seenBy(client: TeamsClient, card: AdaptiveCard): Promise<AdaptiveCard> {
    const extras = { trigger: 'automatic' } as const;
    return answeredCard(await client.press(card, 'request.refresh', {}, extras));
  }

  /** Waits until a card in the thread says this. */
  shows(pattern: RegExp, ms?: number): Promise<Message> {
    return showsIn(this.bot, this.alex.conversationId, pattern, ms);
  }

  /** Waits until a message in the thread says this. */
  says(pattern: RegExp, ms?: number): Promise<Message> {
    return saysIn(this.bot, this.alex.conversationId, pattern, ms);
  }
}

export const showsIn = (bot: RunningBot, conversation: string, pattern: RegExp, ms?: number) =>
  bot.cloud.connector.waitFor(
    ({ conversationId, activity }) =>
      conversationId === conversation &&
      activity.attachments?.[0]?.contentType === ADAPTIVE &&
      pattern.test(words(adaptiveCard(activity))),
    ms,
  );

export const saysIn = (bot: RunningBot, conversation: string, pattern: RegExp, ms?: number) =>
  bot.cloud.connector.waitFor(
    ({ conversationId, activity }) =>
      conversationId === conversation && pattern.test(activity.text ?? ''),
    ms,
  );

/** The number that a card of a request shows, such as `#7`. */
export function numberOf(card: AdaptiveCard): string {
  const [number] = /#\d+/.exec(words(card)) ?? [];
  if (number === undefined) throw new Error(`No number on: ${words(card)}`);
  return number;
}
