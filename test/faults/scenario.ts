import { PEOPLE } from '../../sandbox/cloud/directory.ts';
import type { Target } from '../../sandbox/cloud/fault-catalogue.ts';
import type { RunningBot } from '../support/bot.ts';
import { type AdaptiveCard, answeredCard } from '../support/cards.ts';
import { TeamsClient } from '../support/teams.ts';
import { type Deed, presses } from './deed.ts';
import type { Outcome } from './outcome.ts';
import { INPUTS, type Stage } from './stage.ts';

export type StepName = 'sign-in' | 'submit' | 'approve' | 'provision' | 'publish' | 'summary';

/**
 * How a deed is answered under a fault: by its name or family, and how long it lasts, such as
 * `broken once`. What is not named here is answered as usual.
 */
export type Expected = Readonly<Record<string, Outcome | readonly Outcome[]>>;

/** Who takes part, and where. */
export type Cast = Omit<Stage, 'db'>;

/** A deed of the journey, and which calls it causes. */
export interface Scenario {
  readonly step: StepName;
  readonly deed: string;
  /** How it is answered without a fault. */
  readonly usual: Outcome;
  /** The calls that it causes, and what becomes of it when one of them fails. */
  readonly targets: Readonly<Partial<Record<Target, Expected>>>;
  readonly environment?: Readonly<Record<string, string>>;
  /** Everything before the deed. */
  prepare(bot: RunningBot): Promise<Cast & { readonly deed: Deed }>;
  /** The program starts anew before the deed, and has forgotten what it had in memory. */
  readonly restarts?: boolean;
  /** What must be so at the end, besides the connector. */
  finally?(stage: Stage): Promise<unknown>;
}

/** Alex alone with the bot. */
export function alone(bot: RunningBot): Cast {
  const asker = new TeamsClient(bot);
  return { bot, asker, executor: asker };
}

/** Alex in a channel of the team that Megan owns; Megan has met the bot, alone. */
export async function inChannel(bot: RunningBot): Promise<Required<Cast>> {
  const asker = new TeamsClient(bot, PEOPLE.alex, 'channel');
  const approver = asker.joinedBy(PEOPLE.megan);
  const copy = new TeamsClient(bot, PEOPLE.megan);
  await copy.say('help');
  return { bot, asker, approver, executor: asker, copy };
}

/** The request that Alex has made. */
export async function asked({ asker }: Cast): Promise<AdaptiveCard> {
  const form = await asker.ask('new');
  return answeredCard(await asker.press(form, 'form.submit', INPUTS));
}

/** Alex submits a form that has been filled in. */
export const submits = async ({ asker }: Cast): Promise<Deed> =>
  presses(asker, await asker.ask('new'), 'form.submit', INPUTS);
