import { setTimeout } from 'node:timers/promises';
import { type Deed, presses, signsInOnCard, silently, types } from './deed.ts';
import type { Seen } from './seen.ts';
import { INPUTS, ownCard, rests, type Stage, storedStatus, titleOf } from './stage.ts';

interface Moment {
  readonly deed: Deed;
  readonly seen: Seen;
}

type Step = Moment & { readonly act: string };

/** Nobody who is told to try again in a few minutes does so for longer. */
const PATIENCE_MS = 30_000;
const PAUSE_MS = 200;

/**
 * People who do what they are told, until there is a connector. Gives what they had to do: nothing
 * where the journey went on by itself.
 */
export async function follow(stage: Stage, begun: Moment): Promise<readonly string[]> {
  const acts: string[] = [];
  const giveUpAt = performance.now() + PATIENCE_MS;
  let moment = begun;
  for (;;) {
    if ((await storedStatus(stage)) === 'created') return acts;
    if (performance.now() > giveUpAt) throw new Error(`There is no end: ${acts}`);
    const { act, ...next } = await goOn(stage, moment);
    if (act === acts.at(-1)) await setTimeout(PAUSE_MS);
    else acts.push(act);
    moment = next;
  }
}

async function goOn(stage: Stage, { deed, seen }: Moment): Promise<Step> {
  const { bot } = stage;
  const code = () => bot.cloud.tokens.codeFor(deed.by.person);
  const again = async (act: string, signIn?: Parameters<Deed['do']>[0]): Promise<Step> => ({
    act,
    deed,
    seen: await deed.do(signIn),
  });
  switch (seen.type) {
    case 'login':
      return again('signs in', { authentication: await silently(bot, deed.by) });
    case 'exchange-failed':
    case 'wrong-code':
      return again('signs in with a code', { state: code() });
    case 'sign-in-card': {
      const signIn = signsInOnCard(bot, deed.by);
      return { act: 'signs in', deed: signIn, seen: await signIn.do() };
    }
  }
  switch (await storedStatus(stage)) {
    case 'none':
      return ask(stage, { deed, seen });
    case 'waiting': {
      const { approver } = stage;
      if (!approver) throw new Error('Nobody can approve');
      const name = deed.name === 'request.approve' ? 'presses Approve again' : 'Approve';
      return press(stage, name, approver, 'request.approve');
    }
    case 'provisioning':
      await rests(stage);
      return { act: 'waits', deed, seen: { type: 'nothing' } };
    case 'blocked': {
      const { executor } = stage;
      const card = await ownCard(stage, executor);
      if (titleOf(card) === 'Waiting for a fresh sign-in') await signInAnew(stage);
      return press(stage, 'Complete', executor, 'request.complete');
    }
    case 'failed':
      return press(stage, 'Try again', stage.executor, 'request.retry');
    case 'created':
      return { act: 'waits', deed, seen };
  }
}

/** Towards a request, while there is none. */
async function ask({ asker }: Stage, { deed, seen }: Moment): Promise<Step> {
  const { type } = seen;
  if (type === 'form') {
    const submit = presses(asker, seen.card, 'form.submit', INPUTS);
    const act = deed.name === submit.name ? 'submits again' : 'submits';
    return { act, deed: submit, seen: await submit.do() };
  }
  if (type === 'says' && /^You are signed/.test(seen.text)) {
    const open = types(asker, 'new');
    return { act: 'new', deed: open, seen: await open.do() };
  }
  return { act: 'does it again', deed, seen: await deed.do() };
}

async function press(stage: Stage, act: string, by: Deed['by'], verb: string): Promise<Step> {
  const deed = presses(by, await ownCard(stage, by), verb);
  return { act, deed, seen: await deed.do() };
}

async function signInAnew({ bot, executor }: Stage): Promise<void> {
  await types(executor, 'sign out').do();
  await types(executor, 'sign in').do();
  await signsInOnCard(bot, executor).do();
}
