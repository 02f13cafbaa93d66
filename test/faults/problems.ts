import { elements } from '../support/cards.ts';
import { LIMIT_MS } from '../support/trial.ts';
import { type Cell, expectedOf } from './cells.ts';
import type { Outcome } from './outcome.ts';
import type { Result } from './run-cell.ts';
import { INPUTS } from './stage.ts';

/** What is said with one of these is that there is no connector. */
const SAYS_NONE: readonly Outcome[] = ['blocked', 'failed', 'form again', 'card again'];

/** What must never be, whatever fails; each by the sentence that it breaks. */
const RULES: Readonly<Record<string, (result: Result, cell: Cell) => boolean>> = {
  'it comes to what is expected': ({ outcome }, cell) => expectedOf(cell).includes(outcome),
  'everybody is answered in time': ({ tookMs }) => tookMs < LIMIT_MS,
  'there is at most one connector at any time': ({ before }) => before.connectors <= 1,
  'there is one connector in the end': ({ after }) =>
    after.connectors === 1 && after.stored === 'created',
  'a card says created only of what is created and stored': ({ outcome, before }) =>
    outcome !== 'created' || (before.stored === 'created' && before.connectors === 1),
  'a card denies only what does not exist': ({ outcome, before }) =>
    !SAYS_NONE.includes(outcome) || before.connectors === 0,
  'only what cannot be checked is turned away': ({ outcome, seen }, { target }) =>
    outcome !== 'not delivered' ||
    (target === 'openid' && seen.type === 'not-delivered' && seen.status === 503),
  'a form that comes back has kept its values': ({ outcome, seen }) =>
    outcome !== 'form again' || ('card' in seen && hasKept(seen.card)),
  'every reference that is shown is in the log': ({ saw, seen, log }) =>
    [...JSON.stringify([saw, seen]).matchAll(/Reference: (\w+)/g)].every(([, shown]) =>
      log.some(({ reference, err }) => reference === shown && err),
    ),
  'nothing is a mistake of the program': ({ log, shown }) =>
    !JSON.stringify(log.map(({ err }) => err)).includes('"code":"internal"') &&
    !shown.some((text) => text.includes('Something went wrong in the bot')),
  'no turn fails without an answer but where nobody can be answered': ({ outcome, log }) =>
    outcome === 'nothing' || !log.some(({ msg }) => msg === 'turn failed without an answer'),
  'what was executed is found, and not sent again': ({ graphCalls }, { target, example }) =>
    target !== 'graph.create' ||
    !example.kind.endsWith('-after') ||
    graphCalls.filter((call) => call.startsWith('POST')).length === 1,
  'the bot changes and removes nothing at Graph': ({ graphCalls }) =>
    graphCalls.every((call) => /^(GET|POST) (?!.*\/microsoft\.graph\.sync|.*\/sync)/.test(call)),
};

export const problemsOf = (cell: Cell, result: Result): readonly string[] =>
  Object.entries(RULES).flatMap(([sentence, holds]) =>
    holds(result, cell) ? [] : [`${sentence}: ${result.outcome}, ${result.saw}, ${result.tookMs}`],
  );

const hasKept = (card: object): boolean =>
  elements(card)
    .filter(({ type, id }) => type.startsWith('Input.') && id !== undefined)
    .every(({ id = '', value }) => (value ?? '') === (INPUTS[id] ?? ''));
