import { MOST_LISTED, requestsCard } from '../cards/requests.ts';
import { cardMessage } from './card-message.ts';
import type { HandlerDeps } from './deps.ts';
import type { Turn } from './turn.ts';

/**
 * Lists what the person has asked for and what waits for their decision. In front of others only
 * the numbers are told.
 */
export async function listRequests({ requests }: HandlerDeps, turn: Turn): Promise<void> {
  const { id } = turn.person;
  const [open, waiting, finished] = await Promise.all([
    requests.open(id, MOST_LISTED),
    requests.waitingFor(id, MOST_LISTED),
    requests.finished(id),
  ]);
  const card = requestsCard({ open, waiting, finished, alone: turn.chat === 'personal' });
  await turn.context.sendActivity(cardMessage(card));
}
