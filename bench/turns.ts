import { PEOPLE, type Person } from '../sandbox/cloud/directory.ts';
import type { RunningBot } from '../test/support/bot.ts';
import { anInput } from '../test/support/builders.ts';
import { type AdaptiveCard, adaptiveCard, answeredCard, words } from '../test/support/cards.ts';
import { type HttpAnswer, TeamsClient } from '../test/support/teams.ts';
import { MEASURED } from './people.ts';

/** One turn that only has to be sent. */
export interface Ready {
  send(): Promise<HttpAnswer>;
  /** The words of the card that the person sees then. */
  shown(answer: HttpAnswer): string;
}

export interface TurnKind {
  readonly name: string;
  readonly expected: RegExp;
  /** When so long nothing was said in Teams, the work that such turns leave behind is done. */
  readonly quietMs: number;
  /** Does all that comes before, in a conversation of its own: Teams takes few messages in one. */
  ready(bot: RunningBot): Promise<Ready>;
}

const TALKING_MS = 200;
/** Jobs are looked for once a second. */
const PUBLISHING_MS = 1500;
/** A second after its connector was asked for, a card is looked after once more. */
const PROVISIONING_MS = 2500;

/** The lists of `requests` are long in any database by the time, so that those turns draw the same. */
export const TURNS: readonly TurnKind[] = [
  {
    name: 'refresh (by itself)',
    expected: /Waiting for approval/,
    quietMs: PUBLISHING_MS,
    async ready(bot) {
      const { card, megan } = await waitingRequest(bot);
      return pressing(() => refreshed(megan, card));
    },
  },
  {
    name: 'approve → created',
    expected: /connector created/,
    quietMs: PROVISIONING_MS,
    async ready(bot) {
      const { card, megan } = await waitingRequest(bot);
      const seen = answeredCard(await refreshed(megan, card));
      return pressing(() => megan.press(seen, 'request.approve'));
    },
  },
  {
    name: 'submit → waiting',
    expected: /Waiting for approval/,
    quietMs: PUBLISHING_MS,
    async ready(bot) {
      const client = new TeamsClient(bot, MEASURED, 'channel');
      return submitting(client, await client.ask('new'), anOrganization());
    },
  },
  command('help', 'help', /sign out/),
  command('new', 'new', /New Exchange connector/),
  {
    name: 'invalid submit',
    expected: /mail nickname/,
    quietMs: TALKING_MS,
    async ready(bot) {
      const client = new TeamsClient(bot, MEASURED);
      const inputs = { ...anOrganization(), exchangeAlias: 'not an alias' };
      return submitting(client, await client.ask('new'), inputs);
    },
  },
  {
    name: 'submit → created',
    expected: /connector created/,
    quietMs: PROVISIONING_MS,
    async ready(bot) {
      const client = new TeamsClient(bot, MEASURED);
      return submitting(client, await client.ask('new'), anOrganization());
    },
  },
  command('requests', 'requests', /your decision.*open requests.*finished/s),
  {
    name: 'request <number>',
    expected: /Waiting for approval/,
    quietMs: PUBLISHING_MS,
    async ready(bot) {
      const { card } = await waitingRequest(bot);
      const number = /#\d+/.exec(words(card))?.[0] ?? '';
      return saying(new TeamsClient(bot, MEASURED), number);
    },
  },
];

function command(name: string, text: string, expected: RegExp): TurnKind {
  return {
    name,
    expected,
    quietMs: TALKING_MS,
    ready: (bot) => Promise.resolve(saying(new TeamsClient(bot, MEASURED), text)),
  };
}

const pressing = (send: Ready['send']): Ready => ({
  send,
  shown: (answer) => words(answeredCard(answer)),
});

const submitting = (client: TeamsClient, form: AdaptiveCard, inputs: object): Ready =>
  pressing(() => client.press(form, 'form.submit', { ...inputs }));

const saying = (client: TeamsClient, text: string): Ready => ({
  send: () => client.send(client.activity({ text })),
  shown: () => words(adaptiveCard(client.sent().at(-1)?.activity ?? {})),
});

const refreshed = (client: TeamsClient, card: AdaptiveCard): Promise<HttpAnswer> =>
  client.press(card, 'request.refresh', {}, { trigger: 'automatic' });

/** A request in a thread of its own that Megan may decide. */
export async function waitingRequest(bot: RunningBot, by: Person = MEASURED) {
  const client = new TeamsClient(bot, by, 'channel');
  const form = await client.ask('new');
  const answer = await client.press(form, 'form.submit', anOrganization());
  return { card: answeredCard(answer), megan: client.joinedBy(PEOPLE.megan) };
}

let organizations = 0;

function anOrganization(): Record<string, unknown> {
  organizations += 1;
  return anInput({
    exchangeOrganization: `Fabrikam ${organizations}`,
    justification: 'The pilot of the mail migration needs it.',
  });
}
