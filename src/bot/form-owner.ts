import type { Form, Person } from '../requests/form.ts';
import type { Answer } from './answer.ts';
import type { FormDeps } from './form-deps.ts';
import type { ActionData, Turn } from './turn.ts';

export type Owned =
  | { readonly ok: true; readonly form: Form }
  | { readonly ok: false; readonly answer: Answer };

/**
 * Finds the form of an action and makes sure that it is the person's own; `forgotten` answers for
 * a form that this process does not know.
 */
export function ownForm(
  { forms }: FormDeps,
  turn: Turn,
  { form: id }: ActionData,
  forgotten: (id: string) => Answer,
): Owned {
  if (id === undefined) {
    return { ok: false, answer: { type: 'refused', text: 'The action names no form.' } };
  }
  const form = forms.find(id);
  if (!form) return { ok: false, answer: forgotten(id) };
  if (form.owner.id === turn.person.id) return { ok: true, form };
  return { ok: false, answer: belongsTo(form) };
}

/** An open form holds what its owner typed so far, which is nobody else's business. */
export const isForeign = (form: Form, person: Person): boolean =>
  form.status === 'open' && form.owner.id !== person.id;

export const belongsTo = ({ owner }: Form): Answer => ({
  type: 'message',
  text: `This form belongs to ${owner.name}. Type new to get your own.`,
});
