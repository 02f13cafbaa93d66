import type { Activity } from 'botbuilder';
import { z } from 'zod';
import { tidyName } from '../requests/person.ts';

/** What authentication and routing read of an activity; all else stays as it came. */
const Envelope = z.looseObject({
  type: z.string().min(1).max(100),
  channelId: z.string().optional(),
  serviceUrl: z.string().optional(),
});

/**
 * An id as it can stand in an address, a header and the database. Those of Teams are plain and much
 * shorter; one of dots alone would be a step in the path.
 */
const Id = z
  .string()
  .max(1000)
  .regex(/^(?!\.+$)[!-~]+$/);

/** What is missing or odd is no reason to refuse the whole. */
const perhaps = <T>(schema: z.ZodType<T>) => schema.optional().catch(undefined);

const Name = z.string().transform(tidyName);

/** What a turn is made of; only read once the sender is known to be Teams. */
const Complete = z.object({
  type: z.string(),
  id: perhaps(Id),
  name: perhaps(z.string().max(100)),
  action: perhaps(z.string()),
  text: z.string().nullish(),
  value: z.unknown().optional(),
  replyToId: perhaps(Id),
  locale: perhaps(Id),
  channelId: z.string(),
  serviceUrl: z.string(),
  from: z.object({ id: Id, name: perhaps(Name), aadObjectId: Id.nullish() }),
  recipient: z.object({ id: Id, name: perhaps(Name) }),
  conversation: z.object({
    id: Id,
    conversationType: z.string().nullish(),
    tenantId: z.string().nullish(),
    isGroup: perhaps(z.boolean()),
  }),
  channelData: z
    .object({ team: perhaps(z.object({ id: Id, aadGroupId: Id.nullish().catch(undefined) })) })
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
  // botbuilder's type also promises dates and people; `completed` checks what turns use of it.
  return read.success ? (read.data as unknown as Activity) : undefined;
}

/**
 * What turns use of the activity, each as it should be; undefined when something is missing.
 * botbuilder gets to see nothing else: it passes on what it does not know, and a delivery mode, for
 * which Teams never asks, would take the place of an invoke's answer.
 */
export function completed(activity: Activity): Activity | undefined {
  const read = Complete.safeParse(activity);
  // Dates, which botbuilder's type promises as well, are used by nobody.
  return read.success ? (read.data as unknown as Activity) : undefined;
}

/** Whether the activity names this tenant and no other. */
export function isFromTenant(activity: Activity, tenantId: string): boolean {
  const read = Tenants.safeParse(activity);
  if (!read.success) return false;
  const named = [read.data.conversation?.tenantId, read.data.channelData?.tenant?.id];
  const given = named.filter((id) => typeof id === 'string' && id !== '');
  return given.length > 0 && given.every((id) => id?.toLowerCase() === tenantId.toLowerCase());
}
