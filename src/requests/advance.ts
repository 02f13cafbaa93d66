import type { Event, Refusal } from './request.ts';
import type { Stored } from './request-reader.ts';
import { OrganizationOpen, type RequestStore, type With } from './request-store.ts';
import { transition } from './transition.ts';

export type Advanced =
  | { readonly ok: true; readonly stored: Stored }
  | { readonly ok: false; readonly refusal: Refusal; readonly stored: Stored };

/** Applies `event` to a request as it was read, starting over when somebody else wrote first. */
export async function advance(
  store: RequestStore,
  before: Stored,
  event: Event,
  besides?: With,
): Promise<Advanced> {
  let stored = before;
  for (;;) {
    const outcome = transition(stored.request, event);
    if (!outcome.ok) return { ok: false, refusal: outcome.refusal, stored };
    try {
      const saved = await store.save(stored, outcome.request, event, outcome.effects, besides);
      if (saved) return { ok: true, stored: saved };
    } catch (error) {
      if (!(error instanceof OrganizationOpen)) throw error;
      return { ok: false, refusal: 'organization-open', stored };
    }
    stored = await reload(store, stored);
  }
}

/** The request as it is now. Requests are never deleted. */
export async function reload(store: RequestStore, { request }: Stored): Promise<Stored> {
  const stored = await store.find(request.id);
  if (!stored) throw new Error(`Request ${request.id} is gone`);
  return stored;
}
