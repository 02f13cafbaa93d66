import { organizationOpen, tooFewApprovers } from '../cards/form-notices.ts';
import { quorum } from '../requests/approvers.ts';
import type { Connector } from '../requests/connector.ts';
import type { Form } from '../requests/form.ts';
import type { Person } from '../requests/person.ts';
import type { Policy } from '../requests/policy.ts';
import type { Answer } from './answer.ts';
import type { HandlerDeps } from './deps.ts';
import { placeOfForm } from './form-place.ts';
import type { Origin } from './origin.ts';
import { placePart } from './places.ts';
import { settledAnswer } from './request-outcome.ts';
import { signIn, signInForWork } from './sign-in.ts';
import { submittedAnswer } from './submitted.ts';
import type { Turn } from './turn.ts';

/** What a form that is right asks for. */
export interface Wish {
  readonly form: Form;
  /** Where the form was asked for, wherever it was submitted: its rules apply. */
  readonly origin: Origin;
  readonly connector: Connector;
  readonly justification: string | undefined;
  readonly policy: Policy;
}

/** Makes a request of a form; `again` brings the form back when it cannot be one. Throws a Fault. */
export async function makeRequest(
  deps: HandlerDeps,
  turn: Turn,
  wish: Wish,
  again: (notice: string) => Answer,
): Promise<Answer> {
  const { policy } = wish;
  const id = deps.newId();
  const needsApproval = policy.approvalsNeeded > 0;
  const approvers = needsApproval ? await deps.approversOf(wish.origin) : [];
  const enough = quorum(approvers, turn.person, policy);
  if (!enough.ok) return again(tooFewApprovers(enough));
  if (policy.provisionAs === 'requester') {
    const signedIn = await (needsApproval ? signIn(deps, turn) : signInForWork(deps, turn, id));
    if (!signedIn.ok) return signedIn.answer;
  }
  const created = await store(deps, turn, id, wish, approvers);
  if (created.ok) {
    const { number } = created.stored.request;
    turn.log.info({ request: id, number }, 'requested');
    return settledAnswer(deps, turn, created.stored);
  }
  return created.because === 'form-used'
    ? submittedAnswer(deps, turn, wish.form.id)
    : again(organizationOpen(created.stored.request));
}

function store(
  deps: HandlerDeps,
  turn: Turn,
  id: string,
  { form, origin, connector, justification, policy }: Wish,
  approvers: readonly Person[],
) {
  const { person } = turn;
  const viewerId = origin.chat === 'personal' ? person.id : undefined;
  return deps.requests.create({
    formId: form.id,
    asked: {
      id,
      requestedBy: person,
      requestedAt: deps.now(),
      connector,
      policy,
      ...(justification !== undefined && { justification }),
    },
    approvers,
    origin,
    parts: [placePart({ id: deps.newId(), viewerId, ...placeOfForm(form) })],
  });
}
