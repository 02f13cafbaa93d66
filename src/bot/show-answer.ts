import type { Activity } from 'botbuilder';
import type { Card } from '../cards/render.ts';
import { type Answer, messageOf, plainMessage } from './answer.ts';
import { cardMessage } from './card-message.ts';
import type { HandlerDeps } from './deps.ts';
import { placeOfForm } from './form-place.ts';
import type { Turn } from './turn.ts';

/** Shows the answer to an Action.Submit, which has none of its own. */
export async function showAnswer(deps: HandlerDeps, turn: Turn, answer: Answer): Promise<void> {
  if (answer.type !== 'card') await turn.context.sendActivity(messageOf(answer));
  else if (answer.request !== undefined)
    await showRequestAnswer(deps, turn, answer, answer.request);
  else if (answer.form !== undefined) await showForm(deps, turn, answer.card, answer.form);
  // All other cards answer to one that stays as it is.
}

/** Only the message that was sent for the form changes, whichever one the client says was clicked. */
async function showForm(
  { forms }: HandlerDeps,
  turn: Turn,
  card: Card,
  formId: string,
): Promise<void> {
  const { context, activity, log } = turn;
  const message: Partial<Activity> = cardMessage(card);
  const form = await forms.find(formId);
  const { activityId } = form ? placeOfForm(form) : {};
  if (activityId !== undefined && activityId === activity.replyToId) {
    try {
      await context.updateActivity({ ...message, id: activityId });
      return;
    } catch (error) {
      log.info({ err: error }, 'the form could not be updated: sending a new one');
    }
  }
  await context.sendActivity(message);
}

type CardAnswer = Extract<Answer, { readonly type: 'card' }>;

/**
 * Messages of requests are kept up to date by `publish` alone. What is left is what only the person
 * who pressed is told; a card that is theirs alone is shown where nobody else reads it.
 */
async function showRequestAnswer(
  { isShownBy }: HandlerDeps,
  turn: Turn,
  answer: CardAnswer,
  requestId: string,
): Promise<void> {
  const { replyToId } = turn.activity;
  const shown = replyToId !== undefined && (await isShownBy(requestId, replyToId));
  if (answer.notice !== undefined) await turn.context.sendActivity(plainMessage(answer.notice));
  if (!shown && turn.chat === 'personal') await turn.context.sendActivity(cardMessage(answer.card));
}
