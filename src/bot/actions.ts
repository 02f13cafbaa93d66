import { z } from 'zod';
import type { Answer } from './answer.ts';
import { cancelForm } from './cancel-form.ts';
import type { FormDeps } from './form-deps.ts';
import { openForm } from './open-form.ts';
import { refresh } from './refresh.ts';
import type { ActionData, Handler, Proof, Turn } from './turn.ts';

/** Every verb that a card of this bot carries. */
export const verbHandlers = (deps: FormDeps, submit: Handler): ReadonlyMap<string, Handler> =>
  new Map([
    ['form.open', openForm(deps)],
    ['form.submit', submit],
    ['form.cancel', cancelForm(deps)],
    ['request.refresh', refresh(deps)],
  ]);

const Id = z.string().max(100).optional();
const Data = z.looseObject({ form: Id, request: Id });

/** As it came: zod's own records drop a `__proto__`, which must be refused. */
const Given = z.custom<Readonly<Record<string, unknown>>>(
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !Object.hasOwn(value, '__proto__'),
);

const Execute = z.object({
  action: z.object({ verb: z.string(), data: Given.nullish() }),
  authentication: z
    .object({ token: z.string().min(1) })
    .nullish()
    .catch(undefined),
  state: z.string().nullish(),
});
const Submit = Given.pipe(z.looseObject({ verb: z.string() }));

export interface Action {
  readonly verb: string;
  readonly data: ActionData;
  readonly proof?: Proof;
}

/** Reads the value of an `adaptiveCard/action` invoke; undefined when it is none. */
export function readExecute(value: unknown): Action | undefined {
  const read = Execute.safeParse(value);
  if (!read.success) return undefined;
  const { action, authentication, state } = read.data;
  const data = readData(action.data ?? {});
  if (!data) return undefined;
  const proof: Proof | undefined = authentication
    ? { type: 'token', token: authentication.token }
    : state
      ? { type: 'code', code: state }
      : undefined;
  return { verb: action.verb, data, ...(proof && { proof }) };
}

/** Reads the value of a message that an Action.Submit sent; undefined when it is none. */
export function readSubmit(value: unknown): Action | undefined {
  const read = Submit.safeParse(value);
  if (!read.success) return undefined;
  const { verb, ...rest } = read.data;
  const data = readData(rest);
  return data && { verb, data };
}

function readData(given: Readonly<Record<string, unknown>>): ActionData | undefined {
  const read = Data.safeParse(given);
  if (!read.success) return undefined;
  const { form, request, ...inputs } = read.data;
  return { form, request, inputs };
}

/** Carries out an action. Old or foreign cards get an answer that says what to do. */
export function act(
  handlers: ReadonlyMap<string, Handler>,
  turn: Turn,
  action: Action | undefined,
): Promise<Answer> {
  if (!action) return Promise.resolve(refused('This is no action of a card of this bot.'));
  const handler = handlers.get(action.verb);
  return handler
    ? handler(turn, action.data)
    : Promise.resolve(refused('This card is of another version of the bot. Type new.'));
}

const refused = (text: string): Answer => ({ type: 'refused', text });
