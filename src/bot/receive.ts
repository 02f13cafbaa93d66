import type { Activity, InvokeResponse, TurnContext } from 'botbuilder';
import { AuthenticationError } from 'botframework-connector';
import type { Logger } from 'pino';
import { type Background, within } from '../background.ts';
import { type Cloud, isServiceUrl } from '../clouds.ts';
import { completed, isFromTenant, readEnvelope } from './activity.ts';
import { invokeResponse } from './answer.ts';
import type { TeamsAdapter } from './teams-adapter.ts';
import type { TurnEnd } from './teams-bot.ts';

/** `late`: the client was answered before the turn was. */
export type TurnOutcome = TurnEnd | 'late';

/** Hears how every activity ended, also one that was refused before it was a turn. */
export type TurnObserver = (activity: Activity, outcome: TurnOutcome, seconds: number) => void;

export interface ReceiveDeps {
  readonly adapter: TeamsAdapter;
  readonly bot: (context: TurnContext) => Promise<TurnEnd>;
  readonly background: Background;
  readonly tenantId: string;
  readonly cloud: Cloud;
  readonly log: Logger;
  readonly observe: TurnObserver;
}

/** Takes one request to `/api/messages` to its HTTP answer. Never rejects. */
export type Receive = (
  body: unknown,
  authorization: string | undefined,
) => Promise<Pick<InvokeResponse, 'status' | 'body'>>;

/** Teams shows an error and sends the activity again after 10 to 15 s. */
const ANSWER_WITHIN_MS = 7000;
const AUTHENTICATE_WITHIN_MS = 5000;

export function receiver(deps: ReceiveDeps): Receive {
  const take = taker(deps);
  return async (body, authorization) => {
    const startedAt = performance.now();
    const activity = readEnvelope(body);
    if (!activity) return refuse(400, 'BadRequest', 'The body is no activity.');
    const { outcome, ...answer } = await take(activity, authorization, startedAt);
    deps.observe(activity, outcome, (performance.now() - startedAt) / 1000);
    return answer;
  };
}

type Taken = Pick<InvokeResponse, 'status' | 'body'> & { readonly outcome: TurnOutcome };

function taker(deps: ReceiveDeps) {
  const { background, tenantId, cloud, log } = deps;
  return async (
    received: Activity,
    authorization: string | undefined,
    startedAt: number,
  ): Promise<Taken> => {
    const sender = await authenticated(deps, received, authorization);
    if (sender === undefined) return refuse(503, 'Unavailable', 'Try again.', 'failed');
    if (sender === 'refused') return refuse(401, 'Unauthorized', 'The token is not valid.');
    if (!isFromTenant(received, tenantId)) return refuse(403, 'Forbidden', 'Foreign tenant.');
    if (!isServiceUrl(cloud, received.serviceUrl)) {
      return refuse(403, 'Forbidden', 'Foreign service URL.');
    }
    const activity = completed(received);
    if (!activity) return refuse(400, 'BadRequest', 'The activity is incomplete.');

    const turn = background.run(settle(deps, activity));
    const left = ANSWER_WITHIN_MS - (performance.now() - startedAt);
    const taken = await within(turn, left);
    if (!taken) log.warn({ kind: activity.type, invoke: activity.name }, 'turn takes long');
    return taken ?? { ...lateAnswer(activity), outcome: 'late' };
  };
}

/** The bot's own catch has told the person; what still fails here could not be told to anybody. */
async function settle({ adapter, bot, log }: ReceiveDeps, activity: Activity): Promise<Taken> {
  const end: { outcome: TurnEnd } = { outcome: 'answered' };
  try {
    const turn = adapter.run(activity, async (context) => {
      end.outcome = await bot(context);
    });
    return { ...((await turn) ?? { status: 200 }), ...end };
  } catch (error) {
    log.error({ err: error }, 'turn failed without an answer');
    return { ...lateAnswer(activity), outcome: 'failed' };
  }
}

/** Whether Teams has sent this; undefined when the keys that would tell cannot be had now. */
async function authenticated(
  { adapter, log }: ReceiveDeps,
  activity: Activity,
  authorization = '',
): Promise<'genuine' | 'refused' | undefined> {
  const genuine = async () => {
    await adapter.authenticate(activity, authorization);
    return 'genuine' as const;
  };
  try {
    return await within(genuine(), AUTHENTICATE_WITHIN_MS);
  } catch (error) {
    if (isWithoutKeys(error)) {
      log.warn({ err: error }, 'the keys of Teams could not be had');
      return undefined;
    }
    log.info({ err: error }, 'request refused');
    return 'refused';
  }
}

/** The token may be right; who says it cannot be checked now is botbuilder, or node-fetch under it. */
const isWithoutKeys = (error: unknown): boolean =>
  (error instanceof AuthenticationError && error.statusCode >= 500) ||
  (error instanceof Error && error.name === 'FetchError');

/** What a client hears when the turn takes too long; the turn goes on. */
function lateAnswer({ type, name, value }: Activity): InvokeResponse {
  if (type !== 'invoke') return { status: 202 };
  if (name === 'adaptiveCard/action') {
    const text = 'This takes longer than usual. Nothing is lost: look again in a minute.';
    return invokeResponse({ type: 'message', text });
  }
  const failureDetail = 'The sign-in service took too long.';
  return name === 'signin/tokenExchange'
    ? { status: 412, body: { id: value?.id, connectionName: value?.connectionName, failureDetail } }
    : { status: 200 };
}

const refuse = (
  status: number,
  code: string,
  message: string,
  outcome: TurnOutcome = 'refused',
): Taken => ({ status, body: { code, message }, outcome });
