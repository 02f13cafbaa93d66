import type { Client } from 'pg';
import type { RunningBot } from '../support/bot.ts';
import { anInput } from '../support/builders.ts';
import { type AdaptiveCard, adaptiveCard, answeredCard, words } from '../support/cards.ts';
import { showsIn } from '../support/channel.ts';
import type { TeamsClient } from '../support/teams.ts';
import { until } from '../support/until.ts';

/** Where a journey takes place, and who takes part in it. */
export interface Stage {
  readonly bot: RunningBot;
  readonly db: Client;
  /** Who asks for the connector, in the chat where they do. */
  readonly asker: TeamsClient;
  /** Who decides, in the same chat; nobody where no approval is needed. */
  readonly approver?: TeamsClient;
  /** Whose rights create the connector. */
  readonly executor: TeamsClient;
  /** The chat in which the approver is alone with the bot, and has a copy of the card. */
  readonly copy?: TeamsClient;
}

export const INPUTS = anInput({ justification: 'The pilot of the mail migration needs it.' });

export type Status = 'none' | 'waiting' | 'provisioning' | 'blocked' | 'created' | 'failed';

/** The state of the one request, as it is stored. */
export async function storedStatus({ db }: Pick<Stage, 'db'>): Promise<Status> {
  const { rows } = await db.query<{ readonly status: Status }>('SELECT status FROM request');
  if (rows.length > 1) throw new Error(`${rows.length} requests`);
  return rows[0]?.status ?? 'none';
}

/** Waits until the work on the request has come to an end. */
export const rests = (stage: Stage): Promise<true> =>
  until(async () => (await storedStatus(stage)) !== 'provisioning', 40_000).then(
    () => true as const,
  );

/** The card of the request as this person sees it in the chat. */
export async function ownCard(
  { bot, asker }: Pick<Stage, 'bot' | 'asker'>,
  viewer: TeamsClient,
): Promise<AdaptiveCard> {
  const shown = await showsIn(bot, asker.conversationId, /^Request #\d/m, 20_000);
  const card = adaptiveCard(shown.activity);
  const request = /"request":"([^"]+)"/.exec(JSON.stringify(card))?.[1];
  const extras = { trigger: 'automatic' } as const;
  return answeredCard(await viewer.execute('request.refresh', { request }, extras));
}

export const titleOf = (card: AdaptiveCard): string => words(card).split('\n')[0] ?? '';
