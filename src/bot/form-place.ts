import { z } from 'zod';
import type { Draft } from '../requests/connector.ts';
import type { Form } from '../requests/form.ts';
import { cardMessage } from './card-message.ts';
import type { HandlerDeps } from './deps.ts';
import { drawForm } from './form-view.ts';
import { type MessagePlace, Origin, originOf } from './origin.ts';
import type { Turn } from './turn.ts';

const ShownIn = z.object({ activityId: z.string() });

/** Sends a new form where the turn came from, and remembers the message that shows it. */
export async function sendForm(
  { forms, policy }: Pick<HandlerDeps, 'forms' | 'policy'>,
  turn: Turn,
  draft: Draft = {},
): Promise<void> {
  // Teams may show it long before it says so, and whoever is fast presses at once.
  const origin = originOf(turn.activity);
  const id = await forms.open({ owner: turn.person, origin, draft });
  const card = drawForm({ id, draft }, policy, turn.chat, turn.now);
  const sent = await turn.context.sendActivity(cardMessage(card));
  if (sent?.id) await forms.remember(id, { activityId: sent.id });
}

/**
 * The form's message. Only the one that was sent counts, not the one that was clicked: with a forged
 * id a person could otherwise have somebody else's message changed.
 */
export const placeOfForm = ({ place, origin }: Form): MessagePlace => ({
  reference: Origin.parse(origin).reference,
  ...ShownIn.safeParse(place).data,
});
