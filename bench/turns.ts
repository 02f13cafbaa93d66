import { PEOPLE, type Person } from '../sandbox/cloud/directory.ts';
import type { RunningBot } from '../test/support/bot.ts';
import { anInput } from '../test/support/builders.ts';
import {
  type AdaptiveCard,
  adaptiveCard,
  answeredCard,
  findAction,
  words,
} from '../test/support/cards.ts';
import { type HttpAnswer, TeamsClient } from '../test/support/teams.ts';
import { regular } from './regulars.ts';
import { MEASURED } from './stored/people.ts';

/** One turn that only has to be sent. */
export interface Ready {
  readonly conversation: string;
  /** The activity, as JSON. */
  readonly body: string;
  /** The words that the person sees then. */
  shown(answer: HttpAnswer): string;
}

export interface TurnKind {
  readonly name: string;
  readonly expected: RegExp;
  /** When so long nothing was asked of the cloud, the work that such turns leave behind is done. */
  readonly quietMs: number;
  /** Whether the sample-style bot knows it. */
  readonly inSample?: boolean;
  /** Does all that comes before, in a conversation of its own: Teams takes few messages in one. */
  ready(bot: RunningBot): Promise<Ready>;
}

const TALKING_MS = 100;
/** Jobs that were put off are looked for every two seconds. */
const PUBLISHING_MS = 2200;
/** A second after its connector was asked for, a card is looked after once more. */
export const PROVISIONING_MS = 3200;

/** The lists of `requests` are long in any database by the time, so that those turns draw the same. */
export const TURNS: readonly TurnKind[] = [
  command('help', 'help', /sign out/),
  command('form', 'new', /New Exchange connector/, { inSample: true }),
  {
    name: 'invalid submit',
    expected: /mail nickname/,
    quietMs: TALKING_MS,
    async ready(bot) {
      const client = regular(bot);
      const inputs = { ...anOrganization(), exchangeAlias: 'not an alias' };
      return pressing(client, await client.ask('new'), 'form.submit', inputs);
    },
  },
  {
    name: 'submit → created',
    expected: /connector created/,
    quietMs: PROVISIONING_MS,
    inSample: true,
    async ready(bot) {
      const client = regular(bot);
      return pressing(client, await client.ask('new'), 'form.submit', anOrganization());
    },
  },
  {
    name: 'submit → waiting',
    expected: /Waiting for approval/,
    quietMs: PUBLISHING_MS,
    async ready(bot) {
      const client = new TeamsClient(bot, MEASURED, 'channel');
      return pressing(client, await client.ask('new'), 'form.submit', anOrganization());
    },
  },
  {
    name: 'approve → created',
    expected: /connector created/,
    quietMs: PROVISIONING_MS,
    async ready(bot) {
      const { card, megan } = await waitingRequest(bot);
      const seen = answeredCard(await megan.press(card, 'request.refresh', {}, AUTOMATIC));
      return pressing(megan, seen, 'request.approve');
    },
  },
  {
    name: 'refresh',
    expected: /Waiting for approval/,
    quietMs: TALKING_MS,
    async ready(bot) {
      const { card, megan } = await waitingRequest(bot);
      return pressing(megan, card, 'request.refresh', {}, AUTOMATIC);
    },
  },
  command('requests', 'requests', /your decision.*open requests/s, {
    by: (bot) => new TeamsClient(bot, MEASURED),
  }),
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

const AUTOMATIC = { trigger: 'automatic' } as const;

function command(
  name: string,
  text: string,
  expected: RegExp,
  { by = regular, ...more }: Pick<TurnKind, 'inSample'> & { readonly by?: typeof regular } = {},
): TurnKind {
  return {
    name,
    expected,
    quietMs: TALKING_MS,
    ready: (bot) => Promise.resolve(saying(by(bot), text)),
    ...more,
  };
}

function pressing(
  client: TeamsClient,
  card: AdaptiveCard,
  verb: string,
  inputs: object = {},
  { trigger }: { readonly trigger: string } = { trigger: 'manual' },
): Ready {
  const data = { ...findAction(card, verb).data, ...inputs };
  const value = { action: { type: 'Action.Execute', verb, data }, trigger };
  const activity = client.activity({ type: 'invoke', name: 'adaptiveCard/action', value });
  return {
    conversation: client.conversationId,
    body: JSON.stringify(activity),
    shown: (answer) => words(answeredCard(answer)),
  };
}

const saying = (client: TeamsClient, text: string): Ready => ({
  conversation: client.conversationId,
  body: JSON.stringify(client.activity({ text })),
  shown: () => words(adaptiveCard(client.sent().at(-1)?.activity ?? {})),
});

/** A request in a thread of its own that Megan may decide. */
export async function waitingRequest(bot: RunningBot, by: Person = MEASURED) {
  const client = new TeamsClient(bot, by, 'channel');
  const form = await client.ask('new');
  const answer = await client.press(form, 'form.submit', anOrganization());
  return { card: answeredCard(answer), megan: client.joinedBy(PEOPLE.megan) };
}

let organizations = 0;

export function anOrganization(): Record<string, unknown> {
  organizations += 1;
  return anInput({
    exchangeOrganization: `Fabrikam ${organizations}`,
    justification: 'The pilot of the mail migration needs it.',
  });
}

/** What every bot must do for any turn: the floor of the others. */
export const ECHO: TurnKind = {
  name: 'echo',
  expected: /^You said: hello$/,
  quietMs: TALKING_MS,
  ready(bot) {
    const client = new TeamsClient(bot, MEASURED);
    return Promise.resolve({
      ...saying(client, 'hello'),
      shown: () => client.sent().at(-1)?.activity.text ?? '',
    });
  },
};

/** The same for a click, which the bot answers without a call of its own. */
export const ECHO_INVOKE: TurnKind = {
  name: 'echo of a click',
  expected: /echo/,
  quietMs: TALKING_MS,
  ready(bot) {
    const client = new TeamsClient(bot, MEASURED);
    const activity = client.activity({ type: 'invoke', name: 'adaptiveCard/action', value: {} });
    return Promise.resolve({
      conversation: client.conversationId,
      body: JSON.stringify(activity),
      shown: ({ text }) => text,
    });
  },
};

export const TURN_NAMES: readonly string[] = [ECHO_INVOKE, ...TURNS].map(({ name }) => name);
