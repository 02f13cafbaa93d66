import { z } from 'zod';
import type { Answer } from './answer.ts';
import { cancelForm } from './cancel-form.ts';
import { cancelRequest } from './cancel-request.ts';
import { completeRequest } from './complete.ts';
import { decide } from './decide.ts';
import type { HandlerDeps } from './deps.ts';
import { openForm } from './open-form.ts';
import { refresh } from './refresh.ts';
import { retryRequest } from './retry.ts';
import { submitForm } from './submit-form.ts';
import type { ActionData, Handler, Proof, Turn } from './turn.ts';

/** Every verb that a card of this bot carries. */
export const verbHandlers = (deps: HandlerDeps): ReadonlyMap<string, Handler> =>
  new Map([
    ['form.open', openForm(deps)],
    ['form.submit', submitForm(deps)],
    ['form.cancel', cancelForm(deps)],
    ['request.approve', decide(deps, 'approve')],
    ['request.reject', decide(deps, 'reject')],
    ['request.cancel', cancelRequest(deps)],
    ['request.complete', completeRequest(deps)],
    ['request.retry', retryRequest(deps)],
    ['request.refresh', refresh(deps)],
  ]);

/** No card of this bot has another one. */
const Id = z
  .string()
  .max(100)
  .regex(/^[!-~]*$/)
  .optional();
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
  trigger: z.string().nullish().catch(undefined),
});
const Submit = Given.pipe(z.looseObject({ verb: z.string() }));

export interface Action {
  readonly verb: string;
  readonly data: ActionData;
  readonly proof?: Proof;
  /** Sent by Teams itself. */
  readonly automatic?: boolean;
}

/** Reads the value of an `adaptiveCard/action` invoke; undefined when it is none. */
export function readExecute(value: unknown): Action | undefined {
  const read = Execute.safeParse(value);
  if (!read.success) return undefined;
  const { action, authentication, state, trigger } = read.data;
  const data = readData(action.data ?? {});
  if (!data) return undefined;
  const proof: Proof | undefined = authentication
    ? { type: 'token', token: authentication.token }
    : state
      ? { type: 'code', code: state }
      : undefined;
  const automatic = trigger === 'automatic';
  return { verb: action.verb, data, automatic, ...(proof && { proof }) };
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
  return { form, request, inputs: Object.fromEntries(Object.entries(inputs).map(storable)) };
}

/**
 * Text that a database can keep: without halves of characters, and without NUL, for which another
 * control character stands in, so that it is refused as one.
 */
const storable = ([name, value]: [string, unknown]): [string, unknown] => [
  name,
  typeof value === 'string' ? value.toWellFormed().replaceAll('\u0000', '\u0001') : value,
];

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
