import fc from 'fast-check';
import { BOT_APP_ID, TEAM, TENANT_ID } from '../../sandbox/cloud/directory.ts';
import { contents } from './contents.ts';
import { nearly } from './nearly.ts';
import { mostly, oddText, oddValue, some, twice } from './odd.ts';
import { EXTRAS, type Stage } from './stage.ts';

/** Nearly what Teams sends. */
export function activities(stage: Stage, serviceUrl: string): fc.Arbitrary<object> {
  const extras = fc.record(
    {
      id: fc.oneof(fc.uuid(), oddText),
      replyToId: mostly(fc.constantFrom(...stage.activityIds)),
      locale: mostly(some('en-US', 'de')),
      deliveryMode: mostly(some('expectReplies', 'stream')),
      entities: mostly(fc.array(some({ type: 'mention', text: '<at>x</at>' }, { type: 5 }, null))),
      attachments: oddValue,
      relatesTo: oddValue,
      callerId: oddValue,
      timestamp: oddValue,
      textFormat: oddValue,
    },
    { requiredKeys: [] },
  );
  const again = fc.option(twice, { nil: {}, freq: 6 });
  return fc
    .tuple(again, extras, nearly(contents(stage)), nearly(envelope(stage, serviceUrl), 40))
    .map((parts) => Object.fromEntries(parts.flatMap((part) => Object.entries(part))));
}

let chats = 0;

/** Who says it where. Each chat is a new one, because Teams limits how much a bot says in one. */
const envelope = (stage: Stage, serviceUrl: string): fc.Arbitrary<object> =>
  fc
    .record({
      person: fc.constantFrom(...EXTRAS),
      chat: fc.constantFrom('personal', 'groupChat', 'channel'),
      known: fc.oneof(
        { weight: 200, arbitrary: fc.constant(undefined) },
        { weight: 1, arbitrary: fc.constantFrom(...stage.conversationIds) },
      ),
    })
    .map(({ person: { mri, name, aadObjectId }, chat, known }) => {
      chats += 1;
      const id = {
        personal: `a:storm-${chats}`,
        groupChat: `19:storm-${chats}@thread.v2`,
        channel: `${TEAM.id};messageid=${1_800_000_000_000 + chats}`,
      }[chat];
      return {
        channelId: 'msteams',
        serviceUrl,
        from: { id: mri, name, aadObjectId },
        recipient: { id: `28:${BOT_APP_ID}`, name: 'Exchange connector' },
        conversation: {
          id: known ?? id,
          conversationType: chat,
          tenantId: TENANT_ID,
          isGroup: chat !== 'personal',
        },
        channelData: {
          tenant: { id: TENANT_ID },
          ...(chat === 'channel' && { team: { id: TEAM.id }, channel: { id: TEAM.id } }),
        },
      };
    });
