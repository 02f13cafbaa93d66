import { PATIENCE_MS, within } from '../background.ts';
import type { RequestIn } from '../requests/request.ts';
import type { Stored } from '../requests/request-reader.ts';
import type { HandlerDeps } from './deps.ts';
import { accessRequest } from './request-access.ts';
import { requestAnswer } from './request-outcome.ts';
import type { Handler, Turn } from './turn.ts';

/**
 * Draws the card anew for whoever looks at it; for a created connector with its status at Graph as
 * far as the person may read it. Teams also asks by itself, for which it changes and sends nothing
 * and asks nobody. A status that cannot be read is no failure: an old card is better than an error.
 */
export const refresh =
  (deps: HandlerDeps): Handler =>
  async (turn, data) => {
    const accessed = await accessRequest(deps, turn, data);
    if (!accessed.ok) return accessed.answer;
    const { stored } = accessed;
    const { request } = stored;
    const asked = request.status === 'created' && !turn.automatic;
    const fresh = asked ? await current(deps, turn, { ...stored, request }) : stored;
    return requestAnswer(deps, turn, fresh);
  };

type Created = Stored & { readonly request: RequestIn<'created'> };

async function current(deps: HandlerDeps, turn: Turn, stored: Created): Promise<Stored> {
  const { request } = stored;
  const read = async () => {
    const assertion = await deps.assertions.find(turn.person);
    return assertion && deps.read(assertion, request.created.id, deps.newId());
  };
  try {
    const created = await within(read(), PATIENCE_MS);
    return created ? { ...stored, request: { ...request, created } } : stored;
  } catch (error) {
    turn.log.info({ err: error }, 'status not refreshed');
    return stored;
  }
}
