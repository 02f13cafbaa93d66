import type { Activity } from 'botbuilder';
import { type Answer, messageOf } from './answer.ts';
import type { HandlerDeps } from './deps.ts';
import type { Turn } from './turn.ts';

/** Shows the answer to an Action.Submit, which has none of its own: the message of its card changes. */
export async function showAnswer(deps: HandlerDeps, turn: Turn, answer: Answer): Promise<void> {
  if (answer.type === 'card' && answer.request !== undefined) {
    return showRequestAnswer(deps, turn, answer, answer.request);
  }
  return showInPlace(turn, answer);
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
  if (answer.notice !== undefined) await turn.context.sendActivity(answer.notice);
  if (!shown && turn.chat === 'personal') await showInPlace(turn, answer);
}

async function showInPlace({ context, activity, log }: Turn, answer: Answer): Promise<void> {
  const message: Partial<Activity> = { type: 'message', ...messageOf(answer) };
  const { replyToId } = activity;
  if (answer.type === 'card' && replyToId) {
    try {
      await context.updateActivity({ ...message, id: replyToId });
      return;
    } catch (error) {
      log.info({ err: error }, 'the clicked card could not be updated: sending a new one');
    }
  }
  await context.sendActivity(message);
}
