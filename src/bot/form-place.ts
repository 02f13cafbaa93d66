import { CardFactory, MessageFactory } from 'botbuilder';
import { z } from 'zod';
import type { Card } from '../cards/render.ts';
import type { Form } from '../requests/form.ts';
import type { HandlerDeps } from './deps.ts';
import { drawForm } from './form-view.ts';
import { Reference, referenceOf } from './origin.ts';
import type { Turn } from './turn.ts';

/** The message that shows a form. */
const FormPlace = z.object({ reference: Reference, activityId: z.string() });
export type FormPlace = Readonly<z.output<typeof FormPlace>>;

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
export function placeOfForm(
  { place }: Form,
  { activity }: Turn,
): Pick<FormPlace, 'reference'> & Partial<FormPlace> {
  const known = FormPlace.safeParse(place);
  return known.success ? known.data : { reference: referenceOf(activity) };
}

export const cardMessage = (card: Card) =>
  MessageFactory.attachment(CardFactory.adaptiveCard(card));
