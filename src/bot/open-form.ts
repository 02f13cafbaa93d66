import { cancelledCard } from '../cards/cancelled.ts';
import { helpCard } from '../cards/help.ts';
import { type Draft, draftFrom } from '../requests/connector.ts';
import type { Stored } from '../requests/request-reader.ts';
import type { Answer } from './answer.ts';
import type { HandlerDeps } from './deps.ts';
import { sendForm } from './form-place.ts';
import { accessRequest } from './request-access.ts';
import { requestAnswer } from './request-outcome.ts';
import type { ActionData, Handler, Turn } from './turn.ts';

/**
 * Sends a new form and leaves the clicked card as it is. The form starts with what the person has
 * asked for before, unless that was created.
 */
export const openForm =
  (deps: HandlerDeps): Handler =>
  async (turn, data) => {
    const clicked = await clickedRequest(deps, turn, data);
    await sendForm(deps, turn, draftOf(clicked, turn));
    return clicked ? requestAnswer(deps, turn, clicked) : unchanged(deps, data);
  };

/** The clicked card as it was, where that shows no request. */
async function unchanged({ forms }: HandlerDeps, { form: id }: ActionData): Promise<Answer> {
  if (id === undefined) return { type: 'card', card: helpCard({ welcome: false }) };
  const form = await forms.find(id);
  return form?.status === 'cancelled'
    ? { type: 'card', card: cancelledCard(form.id) }
    : { type: 'message', text: 'Your new form is the latest message here.' };
}

async function clickedRequest(
  deps: HandlerDeps,
  turn: Turn,
  data: ActionData,
): Promise<Stored | undefined> {
  const accessed = await accessRequest(deps, turn, data);
  return accessed.ok ? accessed.stored : undefined;
}

function draftOf(clicked: Stored | undefined, { person }: Turn): Draft {
  if (!clicked) return {};
  const { request } = clicked;
  const again = request.requestedBy.id === person.id && request.status !== 'created';
  return again
    ? {
        ...draftFrom(request.connector),
        ...(request.justification && { justification: request.justification }),
      }
    : {};
}
