import { reload } from './advance.ts';
import type { Changes } from './changes.ts';
import type { Stored } from './request-reader.ts';
import type { RequestStore } from './request-store.ts';

/** How often another process's work is looked for. */
const LOOK_EVERY_MS = 200;

/** The request once work on it has come to an end, or as it is after `ms`. */
export async function settled(
  store: RequestStore,
  changes: Changes,
  stored: Stored,
  ms: number,
): Promise<Stored> {
  const deadline = performance.now() + ms;
  let latest = stored;
  while (latest.request.status === 'provisioning') {
    const left = deadline - performance.now();
    if (left <= 0) break;
    const changed = await changes.next(latest.request.id, Math.min(left, LOOK_EVERY_MS));
    latest = changed ?? (await reload(store, latest));
  }
  return latest;
}
