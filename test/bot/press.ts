import { cancelRequest } from '../../src/bot/cancel-request.ts';
import { completeRequest } from '../../src/bot/complete.ts';
import { decide } from '../../src/bot/decide.ts';
import type { HandlerDeps } from '../../src/bot/deps.ts';
import { retryRequest } from '../../src/bot/retry.ts';
import type { Turn } from '../../src/bot/turn.ts';
import type { Person } from '../../src/requests/person.ts';
import { handling, type World } from './handling.ts';

const DEEDS = {
  approve: (deps: HandlerDeps) => decide(deps, 'approve'),
  reject: (deps: HandlerDeps) => decide(deps, 'reject'),
  cancel: cancelRequest,
  complete: completeRequest,
  retry: retryRequest,
};

/** Lets a person press a button, and gives what came of it. */
export async function press(
  deed: keyof typeof DEEDS,
  world: World,
  person: Person,
  { comment, turn }: { readonly comment?: unknown; readonly turn?: Partial<Turn> } = {},
) {
  const given = handling(world);
  const data = { request: world.request.id, inputs: { comment } };
  const answer = await DEEDS[deed](given.deps)(given.by(person, turn), data);
  return { ...given, answer };
}

/** What is stored of who did it. */
export const as = (person: Person) => ({ ...person, mri: `29:${person.id}` });

/** The answer that asks for a sign-in, as an action can carry it. */
export const SIGN_IN = { type: 'sign-in', card: 'sign in silently' };
