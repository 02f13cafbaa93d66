import type { Form } from '../requests/form.ts';
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
  const text = `This form belongs to ${form.owner.name}. Type new to get your own.`;
  return { ok: false, answer: { type: 'message', text } };
}
