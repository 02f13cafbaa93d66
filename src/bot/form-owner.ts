import { inMessage } from '../cards/typed-text.ts';
import type { Form } from '../requests/form.ts';
import type { Answer } from './answer.ts';
import type { HandlerDeps } from './deps.ts';
import type { ActionData, Turn } from './turn.ts';

export type Owned =
  | { readonly ok: true; readonly form: Form }
  | { readonly ok: false; readonly answer: Answer };

/**
 * Finds the form of an action and makes sure that it is the person's own; `forgotten` answers for
 * a form that the database does not know.
 */
export async function ownForm(
  { forms }: Pick<HandlerDeps, 'forms'>,
  turn: Turn,
  { form: id }: ActionData,
  forgotten: (id: string) => Promise<Answer>,
): Promise<Owned> {
  if (id === undefined) {
    return { ok: false, answer: { type: 'refused', text: 'The action names no form.' } };
  }
  const form = await forms.find(id);
  if (!form) return { ok: false, answer: await forgotten(id) };
  if (form.owner.id === turn.person.id) return { ok: true, form };
  return { ok: false, answer: belongsTo(form) };
}

export const belongsTo = ({ owner }: Form): Answer => ({
  type: 'message',
  text: `This form belongs to ${inMessage(owner.name) ?? 'somebody else'}. Type new to get your own.`,
});
