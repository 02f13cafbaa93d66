import { advance } from './advance.ts';
import type { Job } from './jobs.ts';
import type { RequestStore } from './request-store.ts';

/** Ends a request that nobody has decided or completed in time. */
export const expirer =
  (store: RequestStore, now: () => Date) =>
  async ({ request: id }: Job): Promise<void> => {
    const stored = await store.find(id);
    if (!stored) return;
    const ended = await advance(store, stored, { type: 'expire', at: now() });
    // The database's clock is ahead of this one, or the request has begun to wait anew.
    if (!ended.ok && ended.refusal === 'not-due') {
      const { request } = ended.stored;
      if ('expiresAt' in request) await store.send(id, { job: 'expire', at: request.expiresAt });
    }
  };
