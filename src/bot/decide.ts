import { reload } from '../requests/advance.ts';
import { parseComment } from '../requests/justification.ts';
import type { Event } from '../requests/request.ts';
import type { Stored } from '../requests/request-reader.ts';
import { transition } from '../requests/transition.ts';
import type { Answer } from './answer.ts';
import { completeProven } from './complete.ts';
import type { HandlerDeps } from './deps.ts';
import { onRequest } from './on-request.ts';
import { Origin } from './origin.ts';
import { viewerFor } from './request-access.ts';
import { outcomeAnswer } from './request-outcome.ts';
import { signInForWork } from './sign-in.ts';
import type { Handler, Turn } from './turn.ts';

type Decision = Extract<Event, { readonly type: 'approve' | 'reject' }>;

/** Approves or rejects a request; who may is looked up now, whatever a card has shown. */
export const decide = (deps: HandlerDeps, type: Decision['type']): Handler =>
  onRequest(deps, async (turn, stored, { inputs }) => {
    if (type === 'approve') {
      const completed = await completeProven(deps, turn, stored);
      if (completed) return completed;
    }
    const approvers = await deps.approversOf(Origin.parse(stored.origin));
    const mayDecide = approvers.some(({ id }) => id === turn.person.id);
    const decision = { type, by: turn.person, at: deps.now(), mayDecide };
    const parsed = parseComment(inputs.comment, type === 'reject');
    // Who may not decide is told so, whatever they have written.
    if (!parsed.ok && transition(stored.request, decision).ok) {
      return commentAgain(deps, turn, stored, inputs.comment, parsed.error);
    }
    const comment = parsed.ok ? parsed.text : undefined;
    return take(deps, turn, stored, { ...decision, ...(comment !== undefined && { comment }) });
  });

/** Stores the decision, starting over when somebody else wrote first. */
async function take(
  deps: HandlerDeps,
  turn: Turn,
  before: Stored,
  decision: Decision,
): Promise<Answer> {
  let stored = before;
  for (;;) {
    const outcome = transition(stored.request, decision);
    if (!outcome.ok) {
      return outcomeAnswer(deps, turn, decision.type, {
        ok: false,
        refusal: outcome.refusal,
        stored,
      });
    }
    // With their own rights at stake, the last approver signs in before the decision counts.
    if (
      outcome.request.status === 'provisioning' &&
      outcome.request.policy.provisionAs === 'approver'
    ) {
      const signedIn = await signInForWork(deps, turn, stored.request.id);
      if (!signedIn.ok) return signedIn.answer;
    }
    const saved = await deps.requests.save(stored, outcome.request, decision, outcome.effects);
    if (saved) return outcomeAnswer(deps, turn, decision.type, { ok: true, stored: saved });
    stored = await reload(deps.requests, stored);
  }
}

async function commentAgain(
  deps: HandlerDeps,
  turn: Turn,
  stored: Stored,
  given: unknown,
  error: string,
): Promise<Answer> {
  const viewer = await viewerFor(deps, turn.person, stored);
  const value = typeof given === 'string' ? given.slice(0, MAX_SHOWN) : '';
  const remark = { comment: { value, error } };
  const card = deps.drawing.forPerson(stored, viewer, remark);
  return { type: 'card', card, request: stored.request.id, notice: error };
}

/** Longer than any rule allows, and short enough for a card. */
const MAX_SHOWN = 300;
