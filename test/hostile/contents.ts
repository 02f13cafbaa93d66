import fc from 'fast-check';
import { BOT_APP_ID, OAUTH_CONNECTION } from '../../sandbox/cloud/directory.ts';
import { FORM_FIELD_IDS } from '../../src/requests/fields.ts';
import { anInput } from '../support/builders.ts';
import { mostly, oddText, oddValue, some } from './odd.ts';
import type { Stage } from './stage.ts';

/** All verbs of the bot, and what is nearly one. */
const VERBS = ['form.open', 'form.submit', 'form.submit', 'form.submit', 'form.cancel'].concat(
  ['approve', 'reject', 'cancel', 'complete', 'retry', 'refresh'].map((deed) => `request.${deed}`),
  ['form.Submit', ' form.submit', 'form.submit\u0000', 'form', 'constructor', '__proto__'],
);

const COMMANDS = [
  'new',
  '/New',
  '<at>Exchange connector</at> new',
  'requests',
  'help',
  'hlep',
].concat([
  'sign in',
  'sign out',
  'create  connector',
  '#7',
  'request 0',
  'request 999999999999',
  '# 1',
]);

/** Names of invokes that Teams sends to bots, and some that nobody does. */
const INVOKES = [
  'task/fetch',
  'task/submit',
  'composeExtension/query',
  'fileConsent/invoke',
].concat(
  ['actionableMessage/executeAction', 'message/submitAction', 'config/fetch', 'signin/failure'],
  ['signin/', 'SignIn/VerifyState', 'AdaptiveCard/Action', 'adaptiveCard/action ', 'toString'],
);

const EVENTS = ['typing', 'event', 'endOfConversation', 'handoff', 'trace', 'suggestion'].concat([
  'messageUpdate',
  'messageDelete',
  'messageReaction',
  'invokeResponse',
  'delay',
  'toString',
]);

/** Never one that the form accepts, so that no form of a storm is ever right. */
const kindOfConnector = fc.oneof(
  some('', 'Hosted', 'hosted\u0000', 'unknownFutureValue'),
  oddValue,
);

const oddField = fc.tuple(
  fc.constantFrom(...FORM_FIELD_IDS, 'comment', 'id', '__proto__'),
  oddValue,
);
const inputs = fc
  .tuple(
    kindOfConnector,
    fc.oneof(fc.constant([]), fc.array(oddField, { minLength: 1, maxLength: 4 })),
  )
  .map(([exchangeConnectorType, odd]) => ({
    ...Object.fromEntries([...Object.entries(anInput()), ...odd]),
    exchangeConnectorType,
  }));

/** What is asked for, about what stands on the stage and what does not. */
export function contents(stage: Stage): fc.Arbitrary<object> {
  const formId = mostly(fc.constantFrom(...stage.ownFormIds, ...stage.formIds, 'none'));
  const requestId = mostly(fc.constantFrom(...stage.requestIds, 'none', '7'));
  const ids = fc.oneof(
    fc.record({ form: formId }),
    fc.record({ request: requestId }),
    fc.record({ form: formId, request: requestId }, { requiredKeys: [] }),
  );
  const data = fc.tuple(ids, inputs).map(([given, typed]) => ({ ...typed, ...given }));
  const verb = mostly(fc.constantFrom(...VERBS), 12);
  const deed = fc.tuple(verb, data).map(([wanted, given]) => {
    // Whoever cancels their form leaves nothing to submit for all that follows.
    const spared =
      wanted === 'form.cancel' && stage.ownFormIds.some((id) => id === Object(given).form);
    return { verb: wanted, data: spared ? { ...given, form: 'none' } : given };
  });

  const type = fc.record({ type: mostly(some('Action.Execute')), id: oddValue });
  const oddData = fc.option(fc.record({ data: oddValue }), { nil: {}, freq: 12 });
  const action = fc
    .tuple(type, deed, oddData)
    .map(([usual, done, odd]) => ({ ...usual, ...done, ...odd }));
  const authentication = fc.record(
    { id: oddText, connectionName: mostly(some(OAUTH_CONNECTION)), token: mostly(some('a.b.c')) },
    { requiredKeys: [] },
  );
  const execute = fc.record(
    {
      action: mostly(action, 15),
      trigger: mostly(some('manual', 'automatic')),
      authentication: mostly(authentication),
      state: mostly(some('123456')),
    },
    { requiredKeys: ['action'] },
  );
  const exchange = fc.record(
    { id: oddText, connectionName: mostly(some(OAUTH_CONNECTION, 'other')), token: oddText },
    { requiredKeys: ['id', 'token'] },
  );
  const state = fc.record({ state: mostly(some('123456', 'CancelledByUser')) });
  const failure = fc.record({ code: oddValue, message: oddValue });

  const invoke = (name: fc.Arbitrary<unknown>, value: fc.Arbitrary<unknown>) =>
    fc.record({ type: fc.constant('invoke'), name, value: mostly(value, 12) });
  const members = fc.array(mostly(some({ id: `28:${BOT_APP_ID}` }, { id: '29:x' })), {
    maxLength: 3,
  });
  const submitted = deed.map(({ verb: wanted, data: given }) => ({ ...given, verb: wanted }));
  const commands = fc.constantFrom(...COMMANDS, ...stage.numbers);
  return fc.oneof(
    { weight: 8, arbitrary: invoke(some('adaptiveCard/action'), execute) },
    { weight: 1, arbitrary: invoke(some('signin/tokenExchange'), exchange) },
    { weight: 1, arbitrary: invoke(some('signin/verifyState'), state) },
    { weight: 1, arbitrary: invoke(some('signin/failure'), failure) },
    { weight: 1, arbitrary: invoke(mostly(fc.constantFrom(...INVOKES)), execute) },
    { weight: 3, arbitrary: fc.record({ type: some('message'), text: mostly(commands, 2) }) },
    { weight: 4, arbitrary: fc.record({ type: some('message'), value: mostly(submitted, 12) }) },
    { weight: 1, arbitrary: fc.record({ type: mostly(fc.constantFrom(...EVENTS)) }) },
    {
      weight: 1,
      arbitrary: fc.record(
        { type: some('conversationUpdate'), membersAdded: members, membersRemoved: members },
        { requiredKeys: ['type'] },
      ),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        type: some('installationUpdate'),
        action: mostly(some('add', 'add-upgrade', 'remove', 'remove-upgrade')),
      }),
    },
  );
}
