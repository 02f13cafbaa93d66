import { helpCard } from '../cards/help.ts';
import { act, readSubmit } from './actions.ts';
import { messageOf } from './answer.ts';
import { cardMessage } from './card-message.ts';
import { type ParsedCommand, parseCommand } from './commands.ts';
import type { HandlerDeps } from './deps.ts';
import { sendForm } from './form-place.ts';
import { listRequests } from './list-requests.ts';
import { showAnswer } from './show-answer.ts';
import { showRequest } from './show-request.ts';
import { signIn } from './sign-in.ts';
import type { Handler, Turn } from './turn.ts';

/** Answers a message: a command, or the fallback of a card action from an old client. */
export async function answerMessage(
  deps: HandlerDeps,
  handlers: ReadonlyMap<string, Handler>,
  turn: Turn,
): Promise<void> {
  const { text, value } = turn.activity;
  if (value !== undefined && value !== null) {
    const action = readSubmit(value);
    const answer = await act(handlers, { ...turn, via: 'submit' }, action);
    // The client cannot send the same action again by itself, so it is kept.
    if (action && answer.type === 'sign-in') {
      await deps.waiting.keep(turn.person.id, action, turn.now);
    }
    return showAnswer(deps, turn, answer);
  }
  const parsed = parseCommand(text ?? '');
  if (parsed.known) return obey(deps, turn, parsed);
  const { nearest = 'help' } = parsed;
  await turn.context.sendActivity(help({ nearest }));
}

export const welcome = async (turn: Turn): Promise<void> => {
  await turn.context.sendActivity(help({ welcome: true }));
};

async function obey(
  deps: HandlerDeps,
  turn: Turn,
  parsed: Extract<ParsedCommand, { readonly known: true }>,
): Promise<void> {
  const { context } = turn;
  switch (parsed.command) {
    case 'new':
      return sendForm(deps, turn);
    case 'requests':
      return listRequests(deps, turn);
    case 'request':
      return showRequest(deps, turn, parsed.number);
    case 'help':
      await context.sendActivity(help({}));
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

async function signOut({ assertions }: HandlerDeps, turn: Turn): Promise<string> {
  try {
    await assertions.forget(turn.person);
    return 'You are signed out: I have forgotten your sign-in.';
  } catch (error) {
    turn.log.warn({ err: error }, 'sign-out failed');
    return 'The sign-in service does not answer, so you may still be signed in. Type sign out again in a few minutes.';
  }
}

const help = (props: { welcome?: boolean; nearest?: string }) =>
  cardMessage(helpCard({ welcome: false, ...props }));
