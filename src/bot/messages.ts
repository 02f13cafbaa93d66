import { type Activity, CardFactory, MessageFactory } from 'botbuilder';
import { helpCard } from '../cards/help.ts';
import { act, readSubmit } from './actions.ts';
import { type Answer, messageOf } from './answer.ts';
import { type Command, parseCommand } from './commands.ts';
import type { FormDeps } from './form-deps.ts';
import { signIn } from './sign-in.ts';
import type { Handler, Turn } from './turn.ts';

/** Answers a message: a command, or the fallback of a card action from an old client. */
export async function answerMessage(
  deps: FormDeps,
  handlers: ReadonlyMap<string, Handler>,
  turn: Turn,
): Promise<void> {
  const { text, value } = turn.activity;
  if (value !== undefined && value !== null) {
    const action = readSubmit(value);
    const answer = await act(handlers, { ...turn, via: 'submit' }, action);
    const shown = action?.data.form ?? action?.data.request ?? '';
    const clicked = deps.publisher.shows(shown, turn.activity.replyToId);
    if (clicked && answer.type === 'card' && (await deps.publisher.publish(shown))) return;
    return showInPlace(turn, answer);
  }
  const parsed = parseCommand(text ?? '');
  if (parsed.known) return obey(deps, turn, parsed.command);
  const { nearest = 'help' } = parsed;
  await turn.context.sendActivity(cardMessage({ nearest }));
}

export const welcome = async (turn: Turn): Promise<void> => {
  await turn.context.sendActivity(cardMessage({ welcome: true }));
};

async function obey(deps: FormDeps, turn: Turn, command: Command): Promise<void> {
  const { context } = turn;
  switch (command) {
    case 'new':
      return deps.publisher.send(turn, deps.forms.open(turn.person));
    case 'help':
      await context.sendActivity(cardMessage({}));
      return;
    case 'sign-in': {
      const signedIn = await signIn(deps, turn);
      await context.sendActivity(
        signedIn.ok ? 'You are signed in already.' : messageOf(signedIn.answer),
      );
      return;
    }
    case 'sign-out':
      await context.sendActivity(await signOut(deps, turn));
  }
}

async function signOut({ tokens }: FormDeps, turn: Turn): Promise<string> {
  try {
    await tokens.forget(turn);
    return 'You are signed out: I have forgotten your sign-in.';
  } catch (error) {
    turn.log.warn({ err: error }, 'sign-out failed');
    return 'The sign-in service does not answer, so you may still be signed in. Type sign out again in a few minutes.';
  }
}

/** An Action.Submit has no answer of its own, so the message of its card becomes the new card. */
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

const cardMessage = (props: { welcome?: boolean; nearest?: string }) =>
  MessageFactory.attachment(CardFactory.adaptiveCard(helpCard({ welcome: false, ...props })));
