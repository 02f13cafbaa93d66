import { type AdaptiveCard, adaptiveCard, words } from '../support/cards.ts';
import type { OpenBot } from '../support/open-bot.ts';
import { TeamsClient } from '../support/teams.ts';
import type { Role } from './roles.ts';

export type Way = 'execute' | 'submit';

/** What a person was shown in answer to a click. */
export interface Shown {
  readonly status: number;
  readonly words: string;
  readonly hasCard: boolean;
}

const isCard = (value: unknown): value is AdaptiveCard =>
  typeof value === 'object' && value !== null && 'body' in value;

/** Somebody's client: in the thread, or alone with the bot. */
export const clientOf = (bot: OpenBot, { person, at }: Role, thread: string): TeamsClient =>
  at === 'thread'
    ? new TeamsClient(bot, person, 'channel', thread)
    : new TeamsClient(bot, person, 'personal');

/** Presses whatever button with whatever data, as new clients do or as old ones do. */
export async function press(
  client: TeamsClient,
  { tenant }: Role,
  way: Way,
  verb: string,
  data: Readonly<Record<string, unknown>>,
): Promise<Shown> {
  const own =
    way === 'execute'
      ? { type: 'invoke', name: 'adaptiveCard/action', value: { action: { verb, data } } }
      : { value: { verb, ...data } };
  const activity = client.activity(own);
  const elsewhere = tenant && {
    conversation: { ...Object(activity.conversation), tenantId: tenant },
    channelData: { ...Object(activity.channelData), tenant: { id: tenant } },
  };
  const before = client.sent().length;
  const { status, body } = await client.send({ ...activity, ...elsewhere });
  if (way === 'execute') {
    const { value } = body;
    const text = isCard(value) ? words(value) : JSON.stringify(value ?? '');
    return { status: body.statusCode ?? status, words: text, hasCard: isCard(value) };
  }
  const messages = client
    .sent()
    .slice(before)
    .map(({ activity }) => activity);
  const cards = messages.filter(({ attachments }) => attachments?.length);
  const texts = [
    ...messages.flatMap(({ text }) => text || []),
    ...cards.map((card) => words(adaptiveCard(card))),
  ];
  return { status, words: texts.join('\n'), hasCard: cards.length > 0 };
}

/** What is stored of a request; what is shown of it may change at any time. */
export async function storedOf({ db }: OpenBot, id: string) {
  const request = await db
    .selectFrom('request')
    .select(['version', 'status', 'document', 'executor_id', 'expires_at', 'provision_at'])
    .where('id', '=', id)
    .executeTakeFirst();
  const audit = await db.selectFrom('audit').select('hash').where('request_id', '=', id).execute();
  const attempts = await db
    .selectFrom('attempt')
    .selectAll()
    .where('request_id', '=', id)
    .execute();
  return { request, audit, attempts };
}
