import type { Answer } from './answer.ts';
import type { Assertions } from './assertions.ts';
import type { TokenService } from './token-service.ts';
import type { Turn } from './turn.ts';

export type SignedIn =
  | { readonly ok: true; readonly assertion: string }
  | { readonly ok: false; readonly answer: Answer };

export interface SignInDeps {
  readonly tokens: TokenService;
  readonly assertions: Assertions;
}

/**
 * Makes sure that the bot can act for the person of this turn: with a sign-in that is there, or with
 * what the client brought after it had been asked for one. Throws a Fault.
 */
export async function signIn({ tokens, assertions }: SignInDeps, turn: Turn): Promise<SignedIn> {
  const { person, proof } = turn;
  const assertion = proof ? await assertions.prove(person, proof) : await assertions.find(person);
  if (assertion !== undefined) return { ok: true, assertion };
  switch (proof?.type) {
    case 'token':
      return { ok: false, answer: { type: 'exchange-failed' } };
    case 'code':
      return { ok: false, answer: { type: 'wrong-code' } };
    case undefined:
      return { ok: false, answer: await askToSignIn(tokens, turn) };
  }
}

/** The same where work follows at once, which then need not ask for the assertion again. */
export async function signInForWork(
  deps: SignInDeps,
  turn: Turn,
  requestId: string,
): Promise<SignedIn> {
  const signedIn = await signIn(deps, turn);
  if (signedIn.ok) deps.assertions.handOn(requestId, signedIn.assertion);
  return signedIn;
}

/** The login flow of Action.Execute tries single sign-on in channels, too; a message's does not. */
export async function askToSignIn(tokens: TokenService, turn: Turn): Promise<Answer> {
  const silent = turn.via === 'execute' || turn.chat === 'personal';
  return { type: 'sign-in', card: await tokens.signInCard(turn, silent) };
}
