import type { Form } from '../requests/form.ts';
import { cardMessage } from './card-message.ts';
import type { HandlerDeps } from './deps.ts';
import { drawForm } from './form-view.ts';
import { MessagePlace, Origin, referenceOf } from './origin.ts';
import type { Turn } from './turn.ts';

/** Sends the form as a new message where the turn came from, and remembers which one that is. */
export async function sendForm(
  { forms, policy }: Pick<HandlerDeps, 'forms' | 'policy'>,
  turn: Turn,
  form: Form,
): Promise<void> {
  const card = drawForm(form, policy, turn.chat, turn.now);
  const sent = await turn.context.sendActivity(cardMessage(card));
  if (!sent?.id) return;
  await forms.remember(form.id, { reference: referenceOf(turn.activity), activityId: sent.id });
}

/**
 * The form's message. Only the one that was sent counts, not the one that was clicked: with a forged
 * id a person could otherwise have somebody else's message changed.
 */
export function placeOfForm({
  place,
  origin,
}: Form): Pick<MessagePlace, 'reference'> & Partial<MessagePlace> {
  const known = MessagePlace.safeParse(place);
  return known.success ? known.data : { reference: Origin.parse(origin).reference };
}
