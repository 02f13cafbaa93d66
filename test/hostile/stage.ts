import { PEOPLE, type Person } from '../../sandbox/cloud/directory.ts';
import type { RunningBot } from '../support/bot.ts';
import { type AdaptiveCard, answeredCard, findAction } from '../support/cards.ts';
import { ChannelThread, numberOf } from '../support/channel.ts';
import { TeamsClient } from '../support/teams.ts';

/** People without any right over what stands on the stage: nothing that they send changes it. */
export const EXTRAS: readonly Person[] = [PEOPLE.adele, PEOPLE.patti, PEOPLE.lynne];

/** What is there before a storm: most of it belongs to people who have no part in it. */
export interface Stage {
  readonly thread: ChannelThread;
  /** Alex's request, which waits for Megan. */
  readonly waiting: AdaptiveCard;
  readonly formIds: readonly string[];
  /** Open forms of the extras, in chats of both kinds of policy. */
  readonly ownFormIds: readonly string[];
  readonly requestIds: readonly string[];
  readonly numbers: readonly string[];
  readonly conversationIds: readonly string[];
  readonly activityIds: readonly string[];
}

/** Also lets the bot learn who may approve, so that Graph is not asked for it later. */
export async function setStage(bot: RunningBot): Promise<Stage> {
  const thread = new ChannelThread(bot);
  const waiting = await thread.ask();
  const rejected = await thread.ask();
  const decide = findAction(await thread.seenBy(thread.megan, rejected), 'request.reject');
  await thread.megan.execute('request.reject', { ...decide.data, comment: 'Not this year.' });
  await thread.says(/was rejected/);
  const alone = new TeamsClient(bot);
  const forms = [await alone.ask('new'), await thread.alex.ask('new')];
  const cancelled = await alone.ask('new');
  answeredCard(await alone.press(cancelled, 'form.cancel'));
  const own = EXTRAS.flatMap((person) =>
    (['personal', 'channel'] as const).map((chat) => new TeamsClient(bot, person, chat).ask('new')),
  );
  const clients = [alone, thread.alex];
  return {
    thread,
    waiting,
    formIds: [...forms, cancelled].map((form) => idOf(form, 'form.submit', 'form')),
    ownFormIds: (await Promise.all(own)).map((form) => idOf(form, 'form.submit', 'form')),
    requestIds: [waiting, rejected].map((card) => idOf(card, 'request.refresh', 'request')),
    numbers: [waiting, rejected].map(numberOf),
    conversationIds: clients.map(({ conversationId }) => conversationId),
    activityIds: clients.flatMap((client) => client.sent().map(({ activityId }) => activityId)),
  };
}

const idOf = (card: AdaptiveCard, verb: string, of: 'form' | 'request') =>
  String(findAction(card, verb).data?.[of]);
