import type { Activity, InvokeResponse, TurnContext } from 'botbuilder';
import type { Logger } from 'pino';
import { failureCard } from '../cards/failure.ts';
import { Fault } from '../errors.ts';
import { act, readExecute, verbHandlers } from './actions.ts';
import { type Answer, invokeResponse, messageOf } from './answer.ts';
import type { FormDeps } from './form-deps.ts';
import { answerMessage, welcome } from './messages.ts';
import { signInInvokes } from './sign-in-invokes.ts';
import { submitForm } from './submit-form.ts';
import type { Turn } from './turn.ts';

export interface BotDeps extends FormDeps {
  readonly newReference: () => string;
  readonly consentUrl: string;
  readonly log: Logger;
}

/** Runs one turn. Whatever fails in it ends here: in the log, and as words for the person. */
export function teamsBot(deps: BotDeps): (context: TurnContext) => Promise<void> {
  const submit = submitForm(deps);
  const handlers = verbHandlers(deps, submit);
  const signIns = signInInvokes(deps, submit);

  const answerInvoke = async (turn: Turn, { name, value }: Activity): Promise<InvokeResponse> => {
    switch (name) {
      case 'adaptiveCard/action': {
        const action = readExecute(value);
        const proof = action?.proof && { proof: action.proof };
        return invokeResponse(await act(handlers, { ...turn, via: 'execute', ...proof }, action));
      }
      case 'signin/tokenExchange':
        return signIns.tokenExchange(turn, value);
      case 'signin/verifyState':
        return signIns.verifyState(turn, value);
      case 'signin/failure':
        return signIns.failure(turn, value);
      default:
        return { status: 400, body: { code: 'BadRequest', message: 'Not an invoke of this bot.' } };
    }
  };

  const answer = async (turn: Turn, activity: Activity): Promise<void> => {
    switch (activity.type) {
      case 'message':
        return answerMessage(deps, handlers, turn);
      case 'invoke':
        return respond(turn.context, await answerInvoke(turn, activity));
      case 'installationUpdate':
        if (activity.action === 'add') await welcome(turn);
    }
  };

  return async (context) => {
    const { activity } = context;
    const turn = newTurn(deps, context);
    try {
      if (turn) await answer(turn, activity);
      else await tell(context, { type: 'message', text: NOBODY });
    } catch (error) {
      const reference = turn?.reference ?? deps.newReference();
      const fault = error instanceof Fault ? error : new Fault('internal', error);
      deps.log.error({ err: fault, reference }, 'turn failed');
      const { consentUrl } = deps;
      const card = failureCard({ fault: fault.code, reference, consentUrl });
      await tell(context, { type: 'card', card });
    }
  };
}

const NOBODY = 'I cannot tell who you are: Teams did not send your Entra account.';

/** The turn, if the sender is a person of Entra. Installing needs no person. */
function newTurn({ now, newReference, log }: BotDeps, context: TurnContext): Turn | undefined {
  const { from, type, name } = context.activity;
  const id = from.aadObjectId ?? (type === 'installationUpdate' ? from.id : undefined);
  if (!id) return undefined;
  const reference = newReference();
  return {
    context,
    activity: context.activity,
    person: { id: id.toLowerCase(), name: from.name || 'somebody' },
    now: now(),
    reference,
    log: log.child({ reference, kind: type, invoke: name }),
    via: 'message',
  };
}

/** Tells the person, in whatever way this kind of activity can be answered. */
async function tell(context: TurnContext, answer: Answer): Promise<void> {
  const { type, name } = context.activity;
  if (type === 'message') {
    await context.sendActivity(messageOf(answer));
  } else if (type === 'invoke') {
    const response = name === 'adaptiveCard/action' ? invokeResponse(answer) : { status: 400 };
    await respond(context, response);
  }
}

async function respond(context: TurnContext, value: InvokeResponse): Promise<void> {
  await context.sendActivity({ type: 'invokeResponse', value });
}
