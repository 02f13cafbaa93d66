import type { Kysely } from 'kysely';
import type { Tables } from '../database/tables.ts';
import type { Event, Refusal } from './request.ts';
import type { RequestStore, Stored } from './request-store.ts';
import { transition } from './transition.ts';

export type Advanced =
  | { readonly ok: true; readonly stored: Stored }
  | { readonly ok: false; readonly refusal: Refusal; readonly stored: Stored };

/** Stores what belongs to a change, in the same transaction. */
export type Also = (db: Kysely<Tables>) => Promise<void>;

/** Applies `event` to a request as it was read, starting over when somebody else wrote first. */
export async function advance(
  store: RequestStore,
  before: Stored,
  event: Event,
  also?: Also,
): Promise<Advanced> {
  let stored = before;
  for (;;) {
    const outcome = transition(stored.request, event);
    if (!outcome.ok) return { ok: false, refusal: outcome.refusal, stored };
    const saved = await store.save(stored, outcome.request, event, outcome.effects, also);
    if (saved) return { ok: true, stored: saved };
    stored = await again(store, stored);
  }
}

/** The request as it is now. Requests are never deleted. */
export async function again(store: RequestStore, { request }: Stored): Promise<Stored> {
  const stored = await store.find(request.id);
  if (!stored) throw new Error(`Request ${request.id} is gone`);
  return stored;
}
