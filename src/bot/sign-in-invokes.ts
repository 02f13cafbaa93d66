import type { Activity, InvokeResponse } from 'botbuilder';
import { z } from 'zod';
import { Fault } from '../errors.ts';
import { act } from './actions.ts';
import { messageOf, plainMessage } from './answer.ts';
import type { HandlerDeps } from './deps.ts';
import { Once } from './once.ts';
import { referenceOf } from './origin.ts';
import { type SignedIn, signIn } from './sign-in.ts';
import type { Handler, Proof, Turn } from './turn.ts';
import type { WaitingAction } from './waiting-actions.ts';

const TokenExchange = z.object({
  id: z.string(),
  connectionName: z.string().nullish(),
  token: z.string().min(1),
});
const VerifyState = z.object({ state: z.string().min(1) });

const EXCHANGE_MEMORY_MS = 10 * 60_000;

export interface SignInInvokes {
  /** Comes from every open client of the person; each is answered, one acts. */
  tokenExchange(turn: Turn, value: unknown): Promise<InvokeResponse>;
  verifyState(turn: Turn, value: unknown): Promise<InvokeResponse>;
  failure(turn: Turn, value: unknown): InvokeResponse;
}

/** Answers the sign-in of OAuth cards, and lets the forms go on that waited for it. */
export function signInInvokes(
  deps: HandlerDeps,
  handlers: ReadonlyMap<string, Handler>,
): SignInInvokes {
  const once = new Once(EXCHANGE_MEMORY_MS, deps.now);

  const prove = async (turn: Turn, proof: Proof): Promise<SignedIn | Fault> => {
    try {
      return await signIn(deps, { ...turn, proof });
    } catch (error) {
      const fault = error instanceof Fault ? error : new Fault('internal', error);
      turn.log.warn({ err: fault }, 'sign-in failed');
      return fault;
    }
  };

  /**
   * Does what the person had pressed before they were asked to sign in. Doing it twice is harmless,
   * so it is forgotten only afterwards.
   */
  const resume = async (turn: Turn, action: WaitingAction): Promise<void> => {
    const say = (message: Partial<Activity>) => deps.tell(referenceOf(turn.activity), message);
    try {
      const answer = await act(handlers, { ...turn, resumed: true }, action);
      await deps.waiting.done(turn.person.id, action);
      // Cards of requests update themselves; what else they tell has nobody who would show it.
      if (answer.type === 'card' && answer.request !== undefined) {
        if (answer.notice) await say(plainMessage(answer.notice));
      } else {
        await say({ type: 'message', ...messageOf(answer) });
      }
    } catch (error) {
      turn.log.warn({ err: error, verb: action.verb }, 'what waited for the sign-in did not go on');
      await say({ type: 'message', text: NOT_RESUMED });
    }
  };

  const goOn = async (turn: Turn): Promise<void> => {
    for (const action of await deps.waiting.of(turn.person.id, turn.now)) {
      // Its card tells how it ends; the client that signed in has its answer at once.
      void deps.background.run(resume(turn, action));
    }
    try {
      await turn.context.sendActivity('You are signed in.');
    } catch (error) {
      turn.log.warn({ err: error }, 'the greeting could not be sent');
    }
  };

  return {
    async tokenExchange(turn, value) {
      const read = TokenExchange.safeParse(value);
      if (!read.success) return badRequest;
      const { id, connectionName, token } = read.data;
      if (connectionName && connectionName !== deps.tokens.connection) return badRequest;
      const proven = await prove(turn, { type: 'token', token });
      if (proven instanceof Fault || !proven.ok) {
        const failureDetail = 'The token could not be exchanged. Please sign in.';
        return { status: 412, body: { id, connectionName, failureDetail } };
      }
      if (once.first(`${turn.person.id} ${id}`)) await goOn(turn);
      return { status: 200, body: { id, connectionName } };
    },

    async verifyState(turn, value) {
      const read = VerifyState.safeParse(value);
      if (!read.success) return badRequest;
      if (read.data.state === 'CancelledByUser') return { status: 200 };
      const proven = await prove(turn, { type: 'code', code: read.data.state });
      if (proven instanceof Fault) {
        await turn.context.sendActivity(
          FAILED[proven.code === 'wrong-account' ? 'account' : 'other'],
        );
        return { status: 200 };
      }
      if (!proven.ok) {
        await turn.context.sendActivity(FAILED.code);
        return { status: 404 };
      }
      await goOn(turn);
      return { status: 200 };
    },

    failure(turn, value) {
      turn.log.warn({ value: Failure.safeParse(value).data }, 'the client could not sign in');
      return { status: 200 };
    },
  };
}

/** Its message may hold anything, and is not for the log. */
const Failure = z.object({ code: z.string().transform((code) => code.slice(0, 100)) }).partial();

const NOT_RESUMED =
  'What you had pressed before could not go on now. Press it again, or type sign in in a few minutes.';

const FAILED = {
  code: 'That code is wrong or too old. Type sign in to get a new one.',
  account:
    'You signed in with another account than the one you use in Teams. I have forgotten it: type sign in and choose the right one.',
  other: 'The sign-in service did not answer as it should. Type sign in to try again.',
} as const;

const badRequest: InvokeResponse = {
  status: 400,
  body: { code: 'BadRequest', message: 'This is no sign-in of this bot.' },
};
