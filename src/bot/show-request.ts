import { cardMessage } from './card-message.ts';
import type { HandlerDeps } from './deps.ts';
import { Origin, placeOf, referenceOf } from './origin.ts';
import { isInvolved, viewerFor } from './request-access.ts';
import { placeCard } from './request-view.ts';
import type { Turn } from './turn.ts';

/**
 * Sends the card of a request, kept up to date like its others. For those who have nothing to do
 * with it it does not exist, and nobody gets to read it along.
 */
export async function showRequest(deps: HandlerDeps, turn: Turn, number: number): Promise<void> {
  const { context, person, chat } = turn;
  const stored = await deps.requests.findByNumber(number);
  if (!stored || !isInvolved(stored, await viewerFor(deps, person, stored))) {
    await context.sendActivity(
      `There is no request #${number} of yours. Type requests to see yours.`,
    );
    return;
  }
  const reference = referenceOf(turn.activity);
  const home = Origin.parse(stored.origin).reference;
  if (chat !== 'personal' && placeOf(home) !== placeOf(reference)) {
    await context.sendActivity(
      `Request #${number} was asked for elsewhere: type request ${number} where you are alone with me.`,
    );
    return;
  }
  const viewerId = chat === 'personal' ? person.id : undefined;
  const card = placeCard(deps.drawing.view(stored), viewerId);
  const sent = await context.sendActivity(cardMessage(card));
  if (!sent?.id) return;
  const place = { id: deps.newId(), reference, activityId: sent.id, viewerId };
  await deps.addPlace(stored.request.id, place, stored.version);
}
