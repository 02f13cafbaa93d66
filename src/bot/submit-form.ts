import { PATIENCE_MS, within } from '../background.ts';
import { Fault } from '../errors.ts';
import { draftOf, parseConnector } from '../requests/connector.ts';
import type { Form } from '../requests/form.ts';
import type { Answer } from './answer.ts';
import type { FormDeps } from './form-deps.ts';
import { belongsTo, ownForm } from './form-owner.ts';
import { askToSignIn, signIn } from './sign-in.ts';
import type { ActionData, Handler, Turn } from './turn.ts';

type WorkingForm = Extract<Form, { status: 'working' }>;

/** Checks what was typed and creates the connector, once for each form. */
export function submitForm(deps: FormDeps): Handler {
  const { forms, background, draw } = deps;
  const works = new Map<string, Promise<Answer>>();

  const begin = async (turn: Turn, form: WorkingForm): Promise<Answer> => {
    const answer = await create(deps, turn, form).finally(() => works.delete(form.id));
    // A client that is asked to sign in keeps its card; everybody else sees the new state.
    const late = deps.now().getTime() - turn.now.getTime() > PATIENCE_MS;
    if (late || answer.type === 'card' || turn.via === 'message') {
      void background.run(deps.publisher.publish(form.id));
    }
    return answer;
  };

  /** Waits a moment for a submitted form; afterwards its card updates itself. */
  const outcome = async (form: Form): Promise<Answer> => {
    const work = works.get(form.id);
    const answer = work && (await within(work, PATIENCE_MS));
    return answer ?? { type: 'card', card: draw(forms.find(form.id) ?? form) };
  };

  const submit: Handler = async (turn, data) => {
    const owned = ownForm(deps, turn, data, (id) => askAgain(deps, turn, data, id));
    if (!owned.ok) return owned.answer;
    if (owned.form.status !== 'open') {
      const answer = await outcome(owned.form);
      // Another press was asked to sign in; this one may have brought what that one had not.
      return answer.type === 'card' ? answer : submit(turn, data);
    }

    const parsed = parseConnector(data.inputs, turn.now);
    const draft = draftOf(data.inputs);
    if (!parsed.ok) {
      if (parsed.foreign.length > 0) return refusal(parsed.foreign);
      const { form } = forms.advance(owned.form.id, {
        type: 'correct',
        draft,
        errors: parsed.errors,
      });
      return { type: 'card', card: draw(form) };
    }

    const event = {
      type: 'submit',
      draft,
      connector: parsed.connector,
      at: turn.now,
      reference: turn.reference,
    } as const;
    const { form } = forms.advance(owned.form.id, event);
    if (form.status === 'working') works.set(form.id, background.run(begin(turn, form)));
    return outcome(form);
  };
  return submit;
}

/** Nothing typed is lost: the same values come back in a form that this process knows. */
function askAgain(
  { forms, publisher, draw }: FormDeps,
  turn: Turn,
  data: ActionData,
  id: string,
): Answer {
  const form = forms.reopen(id, turn.person, draftOf(data.inputs));
  if (form.owner.id !== turn.person.id) return belongsTo(form);
  publisher.adopt(turn, form);
  return { type: 'card', card: draw(form) };
}

const refusal = (foreign: readonly string[]): Answer => ({
  type: 'refused',
  text: `The form sent what it does not have: ${foreign.slice(0, 5).join(', ').slice(0, 200)}.`,
});

/** Takes a submitted form to its end. Never rejects: every failure is a state of the form. */
async function create(deps: FormDeps, turn: Turn, form: WorkingForm): Promise<Answer> {
  const { forms, draw, now, newId } = deps;
  const attemptId = newId();
  const log = turn.log.child({ form: form.id, clientRequestId: attemptId });
  try {
    const signedIn = await signIn(deps, turn);
    if (!signedIn.ok) {
      forms.advance(form.id, { type: 'need-person', resumes: turn.via === 'submit' });
      return signedIn.answer;
    }
    const created = await deps.create(signedIn.assertion, form.connector, attemptId);
    log.info({ connector: created.id }, 'connector created');
    forms.advance(form.id, { type: 'create', created, at: now() });
  } catch (error) {
    // What nobody foresaw may have happened after the POST.
    const fault = error instanceof Fault ? error : new Fault('outcome-unknown', error);
    log.warn({ err: fault }, 'connector not created');
    const answer = await signInAgain(deps, turn, fault);
    if (answer) {
      forms.advance(form.id, { type: 'need-person', resumes: turn.via === 'submit' });
      return answer;
    }
    forms.advance(form.id, { type: 'fail', fault: fault.code });
  }
  return { type: 'card', card: draw(forms.find(form.id) ?? form) };
}

/** An expired sign-in is replaced at once, unless it is the one that was just made. */
async function signInAgain(deps: FormDeps, turn: Turn, fault: Fault): Promise<Answer | undefined> {
  if (fault.code !== 'sign-in-expired' || turn.proof) return undefined;
  try {
    await deps.tokens.forget(turn);
    return await askToSignIn(deps.tokens, turn);
  } catch (error) {
    turn.log.warn({ err: error }, 'the expired sign-in could not be replaced');
    return undefined;
  }
}
