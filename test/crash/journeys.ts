import { PEOPLE } from '../../sandbox/cloud/directory.ts';
import { anInput } from '../support/builders.ts';
import { ChannelThread } from '../support/channel.ts';
import { type HttpAnswer, TeamsClient } from '../support/teams.ts';
import type { Lane } from './lane.ts';

/** Brings people to the point where they press; what has been answered until then must last. */
export type Journey = (lane: Lane, organization: string) => Promise<Deeds>;

export interface Deeds {
  /** What people press, and press again after a crash. */
  readonly clicks: readonly (() => Promise<HttpAnswer>)[];
  /** How the card begins once all is done: with one of these. */
  readonly ends: readonly RegExp[];
}

const CREATED = /^Exchange connector created/;
const REJECTED = /^Request rejected/;
const CANCELLED = /^Request cancelled/;
const WAITING = /^Approval needed/;

const JUSTIFICATION = 'The pilot of the mail migration needs it.';

/** A request that waits in a channel, and what its people can press. */
async function asked(lane: Lane, exchangeOrganization: string) {
  const thread = new ChannelThread(lane.bot);
  const card = await thread.ask({ exchangeOrganization });
  const own = await thread.seenBy(thread.megan, card);
  return {
    approve: () => thread.megan.press(own, 'request.approve'),
    reject: () => thread.megan.press(own, 'request.reject', { comment: 'Not this month.' }),
    cancel: () => thread.alex.press(card, 'request.cancel'),
  };
}

async function form(lane: Lane, exchangeOrganization: string, chat: 'personal' | 'channel') {
  const alex = new TeamsClient(lane.bot, PEOPLE.alex, chat);
  const card = await alex.ask('new');
  const inputs = anInput({
    exchangeOrganization,
    ...(chat === 'channel' && { justification: JUSTIFICATION }),
  });
  return () => alex.press(card, 'form.submit', inputs);
}

const decided =
  (deed: 'approve' | 'reject' | 'cancel', end: RegExp): Journey =>
  async (lane, organization) => ({
    clicks: [(await asked(lane, organization))[deed]],
    ends: [end],
  });

const submitted =
  (chat: 'personal' | 'channel', end: RegExp): Journey =>
  async (lane, organization) => ({ clicks: [await form(lane, organization, chat)], ends: [end] });

export const JOURNEYS = {
  'submit in a personal chat': submitted('personal', CREATED),
  'request in a channel': submitted('channel', WAITING),
  approve: decided('approve', CREATED),
  reject: decided('reject', REJECTED),
  cancel: decided('cancel', CANCELLED),
  'approve and cancel at once': async (lane, organization) => {
    const { approve, cancel } = await asked(lane, organization);
    return { clicks: [approve, cancel], ends: [CREATED, CANCELLED] };
  },
  'approve, and Graph breaks off after it has created': async (lane, organization) => {
    const { approve } = await asked(lane, organization);
    lane.bot.cloud.faults.set('graph.create', { kind: 'reset-after', times: 1 });
    return { clicks: [approve], ends: [CREATED] };
  },
} as const satisfies Readonly<Record<string, Journey>>;

export type JourneyName = keyof typeof JOURNEYS;
