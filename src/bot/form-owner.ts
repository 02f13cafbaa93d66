import { draftOf } from '../requests/connector.ts';
import type { Form } from '../requests/form.ts';
import type { Answer } from './answer.ts';
import type { FormDeps } from './form-deps.ts';
import type { ActionData, Turn } from './turn.ts';

export type Owned =
  | { readonly ok: true; readonly form: Form }
  | { readonly ok: false; readonly answer: Answer };

/** Finds the form of an action and makes sure that it is the person's own. */
export function ownForm({ forms, draw }: FormDeps, turn: Turn, data: ActionData): Owned {
  if (data.form === undefined) {
    return { ok: false, answer: { type: 'refused', text: 'The action names no form.' } };
  }
  const form = forms.find(data.form);
  if (!form) {
    // Nothing typed is lost: the same values stand in a form that this process knows.
    const again = forms.open(turn.person, draftOf(data.inputs), 'forgotten');
    return { ok: false, answer: { type: 'card', card: draw(again) } };
  }
  if (form.owner.id === turn.person.id) return { ok: true, form };
  const text = `This form belongs to ${form.owner.name}. Type new to get your own.`;
  return { ok: false, answer: { type: 'message', text } };
}
