import type { Activity, InvokeResponse, TurnContext } from 'botbuilder';
import { failureCard } from '../cards/failure.ts';
import { Fault } from '../errors.ts';
import { act, readExecute } from './actions.ts';
import { type Answer, invokeResponse, messageOf } from './answer.ts';
import type { HandlerDeps } from './deps.ts';
import { answerMessage, welcome } from './messages.ts';
import { chatOf, referenceOf } from './origin.ts';
import { signInInvokes } from './sign-in-invokes.ts';
import type { Handler, Turn } from './turn.ts';

export interface BotDeps extends HandlerDeps {
  readonly newReference: () => string;
}

/** How a turn ends for the person: `refused` is what no client sends, or nobody of Entra. */
export type TurnEnd = 'answered' | 'refused' | 'failed';

/** Runs one turn. Whatever fails in it ends here: in the log, and as words for the person. */
export function teamsBot(
  deps: BotDeps,
  handlers: ReadonlyMap<string, Handler>,
): (context: TurnContext) => Promise<TurnEnd> {
  const signIns = signInInvokes(deps, handlers);

  const answerInvoke = async (turn: Turn, { name, value }: Activity): Promise<InvokeResponse> => {
    switch (name) {
      case 'adaptiveCard/action': {
        const action = readExecute(value);
        const { proof, automatic = false } = action ?? {};
        const executed: Turn = { ...turn, via: 'execute', automatic, ...(proof && { proof }) };
        return invokeResponse(await act(handlers, executed, action));
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

  const answer = async (turn: Turn, activity: Activity): Promise<TurnEnd> => {
    switch (activity.type) {
      case 'message':
        await answerMessage(deps, handlers, turn);
        break;
      case 'invoke': {
        const response = await answerInvoke(turn, activity);
        await respond(turn.context, response);
        return isRefusal(response) ? 'refused' : 'answered';
      }
      case 'installationUpdate':
        if (activity.action === 'add') await welcome(turn);
        else if (turn.chat === 'personal') await deps.people.forgetChat(turn.person.id);
    }
    return 'answered';
  };

  /**
   * Where somebody can be written to alone is learnt from all that comes from there; what waits for
   * their decision is shown there from then on.
   */
  const remember = async ({ activity, chat, person }: Turn): Promise<void> => {
    const { from, action } = activity;
    if (!from.aadObjectId || action?.startsWith('remove')) return;
    const alone = chat === 'personal' ? referenceOf(activity) : undefined;
    // Installations come without a name.
    if (activity.type === 'installationUpdate') deps.people.doubt(person.id);
    const met = await deps.people.remember({ ...person, name: from.name ?? '' }, alone);
    if (!met) return;
    for (const id of await deps.requests.waitingIds(person.id, MOST_COPIES)) {
      await deps.requests.send(id, { job: 'publish' });
    }
  };

  /** Both at once; the next thing that comes from the person finds them remembered. */
  const answerAndRemember = async (turn: Turn, activity: Activity): Promise<TurnEnd> => {
    const remembering = deps.background.run(remember(turn));
    try {
      return await answer(turn, activity);
    } finally {
      // That it failed is logged, and no reason to fail the turn.
      await Promise.allSettled([remembering]);
    }
  };

  return async (context) => {
    const { activity } = context;
    const turn = newTurn(deps, context);
    try {
      if (turn) return await answerAndRemember(turn, activity);
      await tell(context, { type: 'message', text: NOBODY });
      return 'refused';
    } catch (error) {
      const reference = turn?.reference ?? deps.newReference();
      const fault = error instanceof Fault ? error : new Fault('internal', error);
      deps.log.error({ err: fault, reference }, 'turn failed');
      const card = failureCard({ fault: fault.code, reference });
      await tell(context, { type: 'card', card });
      return 'failed';
    }
  };
}

/** The refusal of an Action.Execute stands in the body. */
const isRefusal = ({ status, body }: InvokeResponse): boolean =>
  status === 400 || body?.statusCode === 400;

/** Nobody wants more of them at once when they meet the bot; `requests` lists all. */
const MOST_COPIES = 20;

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
    person: { id: id.toLowerCase(), name: from.name || 'somebody', mri: from.id },
    chat: chatOf(context.activity),
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
