import { cancelledCard } from '../cards/cancelled.ts';
import { turnFailureWords } from '../cards/failure-words.ts';
import { Fault } from '../errors.ts';
import { draftOf } from '../requests/connector.ts';
import { type Chat, policyFor } from '../requests/policy.ts';
import { parseSubmission } from '../requests/submission.ts';
import type { Answer } from './answer.ts';
import type { HandlerDeps } from './deps.ts';
import { belongsTo, ownForm } from './form-owner.ts';
import { drawForm, type FormRemark } from './form-view.ts';
import { makeRequest } from './make-request.ts';
import { Origin, originOf } from './origin.ts';
import { submittedAnswer } from './submitted.ts';
import type { ActionData, Handler, Turn } from './turn.ts';

/** Checks what was typed and makes a request of it, once for each form. */
export const submitForm =
  (deps: HandlerDeps): Handler =>
  async (turn, data) => {
    try {
      return await submit(deps, turn, data);
    } catch (error) {
      if (!(error instanceof Fault) || data.form === undefined) throw error;
      // What was typed is still here, whatever could not be read or stored.
      turn.log.warn({ err: error, form: data.form }, 'form not submitted');
      const { happened, changed } = turnFailureWords(error.code);
      const notice = `${happened} ${changed} Submit the form again later. Reference: ${turn.reference}`;
      return formAgain(deps, turn, { id: data.form, chat: turn.chat }, data, { notice });
    }
  };

async function submit(deps: HandlerDeps, turn: Turn, data: ActionData): Promise<Answer> {
  const owned = await ownForm(deps, turn, data, (id) => askAgain(deps, turn, data, id));
  if (!owned.ok) return owned.answer;
  const { form } = owned;
  if (form.status === 'cancelled') {
    return { type: 'card', card: cancelledCard(form.id), form: form.id };
  }
  if (form.status === 'submitted') return submittedAnswer(deps, turn, form.id);

  const origin = Origin.parse(form.origin);
  const policy = policyFor(deps.policy, origin.chat);
  const again = (remark: FormRemark) =>
    formAgain(deps, turn, { id: form.id, chat: origin.chat }, data, remark);
  const parsed = parseSubmission(data.inputs, policy.approvalsNeeded > 0, turn.now);
  if (!parsed.ok) {
    return parsed.foreign.length > 0 ? FOREIGN : again({ errors: parsed.errors });
  }
  const { connector, justification } = parsed;
  const wish = { form, origin, connector, justification, policy };
  return makeRequest(deps, turn, wish, (notice) => again({ notice }));
}

const formAgain = (
  { policy }: HandlerDeps,
  turn: Turn,
  { id, chat }: { readonly id: string; readonly chat: Chat },
  { inputs }: ActionData,
  remark: FormRemark,
): Answer => ({
  type: 'card',
  card: drawForm({ id, draft: draftOf(inputs) }, policy, chat, turn.now, remark),
  form: id,
});

/** Nothing typed is lost: the same values come back in a form that the database knows. */
async function askAgain(
  deps: HandlerDeps,
  turn: Turn,
  data: ActionData,
  id: string,
): Promise<Answer> {
  const { person, activity, chat, now } = turn;
  const form = await deps.forms.reopen(id, person, originOf(activity), draftOf(data.inputs));
  return form.owner.id === person.id
    ? { type: 'card', card: drawForm(form, deps.policy, chat, now), form: form.id }
    : belongsTo(form);
}

/** Without naming it: whoever made it up would make the bot say it. */
const FOREIGN: Answer = { type: 'refused', text: 'The form sent what it does not have.' };
