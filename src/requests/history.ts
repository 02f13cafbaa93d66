import { z } from 'zod';
import { FAULT_CODES } from '../errors.ts';
import { type Person, StoredPerson } from './person.ts';
import { BLOCKERS, type Event } from './request.ts';

/** One thing that happened to a request; the fields that an event has and people read. */
export const Entry = z.object({
  type: z.enum([
    'ask',
    'approve',
    'reject',
    'cancel',
    'expire',
    'block',
    'complete',
    'doubt',
    'clear-doubt',
    'create',
    'fail',
    'retry',
    'remind',
  ] as const satisfies readonly (Event['type'] | 'ask' | 'remind')[]),
  at: z.iso.datetime().transform((text) => new Date(text)),
  by: StoredPerson.optional(),
  comment: z.string().optional(),
  blocker: z.enum(BLOCKERS).optional(),
  fault: z.enum(FAULT_CODES).optional(),
  created: z.object({ id: z.string(), status: z.string() }).optional(),
});
export type Entry = Readonly<z.output<typeof Entry>>;

/** What is written down: an event, the asking itself, or a reminder. */
export type Happening =
  | Event
  | { readonly type: 'ask'; readonly at: Date; readonly by: Person }
  | { readonly type: 'remind'; readonly at: Date };
