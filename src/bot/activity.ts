import type { Activity } from 'botbuilder';
import { z } from 'zod';

/** What authentication and routing read of an activity; all else stays as it came. */
const Envelope = z.looseObject({
  type: z.string().min(1),
  channelId: z.string().optional(),
  serviceUrl: z.string().optional(),
});

/** What a turn needs on top; only read once the sender is known to be Teams. */
const Complete = z.looseObject({
  id: z.string().optional(),
  name: z.string().optional(),
  text: z.string().nullish(),
  replyToId: z.string().nullish(),
  locale: z.string().nullish(),
  channelId: z.string(),
  serviceUrl: z.string(),
  from: z.looseObject({
    id: z.string().min(1),
    name: z.string().nullish(),
    aadObjectId: z.string().nullish(),
  }),
  recipient: z.looseObject({ id: z.string().min(1) }),
  conversation: z.looseObject({
    id: z.string().min(1),
    conversationType: z.string().nullish(),
    tenantId: z.string().nullish(),
  }),
  channelData: z
    .looseObject({ tenant: z.looseObject({ id: z.string().nullish() }).nullish() })
    .nullish(),
});

const Tenants = z.looseObject({
  conversation: z.looseObject({ tenantId: z.string().nullish() }).nullish(),
  channelData: z
    .looseObject({ tenant: z.looseObject({ id: z.string().nullish() }).nullish() })
    .nullish(),
});

/** The activity if the body is one at all. */
export function readEnvelope(body: unknown): Activity | undefined {
  const read = Envelope.safeParse(body);
  // botbuilder's type also promises dates and people; `isComplete` checks what turns use of it.
  return read.success ? (read.data as unknown as Activity) : undefined;
}

export const isComplete = (activity: Activity): boolean => Complete.safeParse(activity).success;

/** Whether the activity names this tenant and no other. */
export function isFromTenant(activity: Activity, tenantId: string): boolean {
  const read = Tenants.safeParse(activity);
  if (!read.success) return false;
  const named = [read.data.conversation?.tenantId, read.data.channelData?.tenant?.id];
  const given = named.filter((id) => typeof id === 'string' && id !== '');
  return given.length > 0 && given.every((id) => id?.toLowerCase() === tenantId.toLowerCase());
}
