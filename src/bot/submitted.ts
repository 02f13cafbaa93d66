import { cancelledCard } from '../cards/cancelled.ts';
import type { Answer } from './answer.ts';
import { completeProven } from './complete.ts';
import type { HandlerDeps } from './deps.ts';
import { settledAnswer } from './request-outcome.ts';
import type { Turn } from './turn.ts';

/** What came of a form that can no longer be submitted. */
export async function submittedAnswer(
  deps: HandlerDeps,
  turn: Turn,
  formId: string,
): Promise<Answer> {
  const stored = await deps.requests.findByForm(formId);
  if (!stored) return { type: 'card', card: cancelledCard(formId), form: formId };
  const completed = await completeProven(deps, turn, stored);
  return completed ?? settledAnswer(deps, turn, stored);
}
