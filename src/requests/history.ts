import { z } from 'zod';
import { FAULT_CODES } from '../errors.ts';
import { type Person, StoredPerson } from './person.ts';
import { BLOCKERS, type Event } from './request.ts';

/** What is written down: an event, the asking itself, or a reminder. */
export type Happening =
  | Event
  | { readonly type: 'ask'; readonly at: Date; readonly by: Person }
  | { readonly type: 'remind'; readonly at: Date };

/** A record, so that the compiler names the kind that is missing. */
const KINDS = {
  ask: 'ask',
  approve: 'approve',
  reject: 'reject',
  cancel: 'cancel',
  expire: 'expire',
  block: 'block',
  complete: 'complete',
  doubt: 'doubt',
  'clear-doubt': 'clear-doubt',
  create: 'create',
  fail: 'fail',
  retry: 'retry',
  remind: 'remind',
} as const satisfies { readonly [K in Happening['type']]: K };

/** One thing that happened to a request; the fields that an event has and people read. */
export const Entry = z.object({
  type: z.enum(KINDS),
  at: z.iso.datetime().transform((text) => new Date(text)),
  by: StoredPerson.optional(),
  comment: z.string().optional(),
  blocker: z.enum(BLOCKERS).optional(),
  fault: z.enum(FAULT_CODES).optional(),
  created: z.object({ id: z.string(), status: z.string() }).optional(),
});
export type Entry = Readonly<z.output<typeof Entry>>;
