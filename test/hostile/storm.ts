import assert from 'node:assert/strict';
import v8 from 'node:v8';
import vm from 'node:vm';
import type { RunningBot } from '../support/bot.ts';
import { type HttpAnswer, post } from '../support/teams.ts';
import { LIMIT_MS } from '../support/trial.ts';
import { jsonOf } from './odd.ts';

const SHOWN = 700;

/** Sends activities as they are, each signed by Teams for the service URL that it names. */
export function sender({ cloud, url }: RunningBot) {
  const signed = new Map<string, Promise<string>>();
  const authorize = (serviceUrl: string): Promise<string> => {
    const known = signed.get(serviceUrl) ?? cloud.authorize({ serviceUrl });
    signed.set(serviceUrl, known);
    return known;
  };
  return async (activity: object): Promise<HttpAnswer> => {
    const { serviceUrl } = { serviceUrl: '', ...activity };
    const authorization = await authorize(typeof serviceUrl === 'string' ? serviceUrl : '');
    const startedAt = performance.now();
    const answer = await post(url, jsonOf(activity), { authorization });
    assert.ok(performance.now() - startedAt < LIMIT_MS, 'the answer came too late');
    return answer;
  };
}

/** What Teams understands of an answer to Action.Execute. */
const EXECUTED: Readonly<Record<string, (value: unknown) => boolean>> = {
  '200 application/vnd.microsoft.card.adaptive': (value) => Object(value).type === 'AdaptiveCard',
  '200 application/vnd.microsoft.activity.message': (value) => isWords(value),
  '400 application/vnd.microsoft.error': (value) => isWords(Object(value).message),
  '401 application/vnd.microsoft.activity.loginRequest': (value) =>
    Object(value).buttons?.length === 1,
  '401 application/vnd.microsoft.error.invalidAuthCode': (value) => value === undefined,
  '412 application/vnd.microsoft.error.preconditionFailed': (value) =>
    isWords(Object(value).message),
};

const isWords = (value: unknown): boolean => typeof value === 'string' && value.trim() !== '';

/** What Teams understands of the other invokes: those that it sends, and what nobody does. */
const INVOKED: Readonly<Record<string, readonly number[]>> = {
  'signin/tokenExchange': [200, 400, 412],
  'signin/verifyState': [200, 400, 404],
  'signin/failure': [200],
};

/** Whatever was sent, the answer is one that Teams understands. */
export function checkAnswer(activity: object, { status, body, text }: HttpAnswer): void {
  const { type, name } = { type: undefined, name: undefined, ...activity };
  const what = `${status} ${text}\n${shown([activity])}`;
  assert.ok(status < 500, what);
  // 431: the token names the service URL, whatever its length.
  if ([401, 403, 413, 431].includes(status)) return;
  if (type !== 'invoke') {
    assert.ok([200, 202, 400].includes(status), what);
  } else if (name === 'adaptiveCard/action' && status === 200) {
    const fits = EXECUTED[`${body.statusCode} ${body.type}`];
    assert.ok(fits?.(body.value), what);
  } else {
    const known = typeof name === 'string' && Object.hasOwn(INVOKED, name) ? INVOKED[name] : [400];
    assert.ok(status === 400 || known?.includes(status), what);
    if (status === 400 && text !== '') assert.ok(isWords(Object(body).message), what);
  }
}

/** Lines of the log which say that the bot did not know what to do. */
export const troubles = (log: RunningBot['log']): readonly string[] =>
  log
    .filter(
      ({ level, err }) =>
        Number(level) >= 50 || /internal|teams-unavailable/.test(String(Object(err).message)),
    )
    .map((line) => JSON.stringify(line).slice(0, SHOWN));

/** What the bot said where nobody of the batch was. */
export function strayMessages(
  messages: readonly { readonly conversationId: string }[],
  batch: readonly object[],
): readonly string[] {
  const places = new Set(batch.map((sent) => Object(Object(sent).conversation).id));
  return messages.map(({ conversationId }) => conversationId).filter((place) => !places.has(place));
}

/** A batch in a failure: enough to see which kind of activity it was. */
export const shown = (batch: readonly object[]): string =>
  batch.map((activity) => jsonOf(activity).slice(0, SHOWN)).join('\n');

v8.setFlagsFromString('--expose-gc');
const collectGarbage: () => void = vm.runInNewContext('gc');

/** Bytes that are still needed. Twice, because finalizers set more free. */
export function heapInUse(): number {
  collectGarbage();
  collectGarbage();
  return v8.getHeapStatistics().used_heap_size;
}
