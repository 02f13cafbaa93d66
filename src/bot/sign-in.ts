import { z } from 'zod';
import { Fault } from '../errors.ts';
import type { Answer } from './answer.ts';
import type { TokenService } from './token-service.ts';
import type { Turn } from './turn.ts';

export type SignedIn =
  | { readonly ok: true; readonly assertion: string }
  | { readonly ok: false; readonly answer: Answer };

export interface SignInDeps {
  readonly tokens: TokenService;
  readonly tenantId: string;
  readonly appId: string;
}

/**
 * Gets the assertion of the person of this turn: from the token service, or from what the client
 * brought after it had been asked to sign in. Throws a Fault; `wrong-account` when another
 * person's assertion came back, `misconfigured` when it is for another app.
 */
export async function signIn(deps: SignInDeps, turn: Turn): Promise<SignedIn> {
  const assertion = await assertionFor(deps, turn);
  if (assertion !== undefined) return { ok: true, assertion };
  switch (turn.proof?.type) {
    case 'token':
      return { ok: false, answer: { type: 'exchange-failed' } };
    case 'code':
      return { ok: false, answer: { type: 'wrong-code' } };
    case undefined:
      return { ok: false, answer: await askToSignIn(deps.tokens, turn) };
  }
}

/** The login flow of Action.Execute tries single sign-on in channels, too; a message's does not. */
export async function askToSignIn(tokens: TokenService, turn: Turn): Promise<Answer> {
  const personal = turn.activity.conversation.conversationType === 'personal';
  const silent = turn.via === 'execute' || personal;
  return { type: 'sign-in', card: await tokens.signInCard(turn, silent) };
}

/** The same without asking for anything: undefined when the person would have to sign in. */
export async function assertionFor(deps: SignInDeps, turn: Turn): Promise<string | undefined> {
  const assertion = await assertionOf(deps.tokens, turn);
  if (assertion !== undefined) await checkAccount(deps, turn, assertion);
  return assertion;
}

function assertionOf(tokens: TokenService, turn: Turn): Promise<string | undefined> {
  switch (turn.proof?.type) {
    case 'token':
      return tokens.exchange(turn, turn.proof.token);
    case 'code':
      return tokens.redeem(turn, turn.proof.code);
    case undefined:
      return tokens.find(turn);
  }
}

const Claims = z.object({ oid: z.string(), tid: z.string(), aud: z.string() });

/**
 * The sign-in page lets people choose any account. Entra verifies the signature when the assertion
 * is exchanged; here it only matters whose it is.
 */
async function checkAccount(deps: SignInDeps, turn: Turn, assertion: string): Promise<void> {
  const claims = readClaims(assertion);
  if (claims && !claims.aud.toLowerCase().endsWith(deps.appId)) {
    throw new Fault('misconfigured', new Error(`The OAuth connection's audience is ${claims.aud}`));
  }
  if (
    claims?.oid.toLowerCase() === turn.person.id.toLowerCase() &&
    claims.tid.toLowerCase() === deps.tenantId.toLowerCase()
  ) {
    return;
  }
  await deps.tokens.forget(turn);
  throw new Fault('wrong-account', new Error('The assertion is of another account'));
}

function readClaims(jwt: string): z.output<typeof Claims> | undefined {
  const payload = Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString('utf8');
  try {
    return Claims.safeParse(JSON.parse(payload)).data;
  } catch {
    return undefined;
  }
}
