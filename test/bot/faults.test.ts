import assert from 'node:assert/strict';
import { BOT_APP_ID, TENANT_ID } from '../../sandbox/cloud/directory.ts';
import type { Fault as CloudFault, Target } from '../../sandbox/cloud/fault-catalogue.ts';
import { FAILURE_WORDS } from '../../src/cards/failure-words.ts';
import type { FaultCode } from '../../src/errors.ts';
import type { RunningBot } from '../support/bot.ts';
import { adaptiveCard, answeredCard, words } from '../support/cards.ts';
import { LIMIT_MS, type Trial, trial } from '../support/trial.ts';

const status = (code: number): CloudFault => ({ kind: 'status', status: code });
const refuse = (code: number): CloudFault => ({
  kind: 'refuse',
  status: code,
  code: 'Refused',
  message: 'raw words of Graph',
});

const ON_PREMISES = { exchangeConnectorType: 'onPremises' };

interface Case {
  readonly target: Target;
  readonly fault: CloudFault;
  readonly shows: FaultCode;
  readonly inputs?: Record<string, unknown>;
}

const TABLE: readonly Case[] = [
  { target: 'graph.create', fault: { kind: 'throttled', retryAfter: '2.128' }, shows: 'throttled' },
  { target: 'graph.create', fault: { kind: 'throttled-silent' }, shows: 'throttled' },
  { target: 'graph.create', fault: status(500), shows: 'outcome-unknown' },
  { target: 'graph.create', fault: status(502), shows: 'outcome-unknown' },
  { target: 'graph.create', fault: status(503), shows: 'outcome-unknown' },
  { target: 'graph.create', fault: { kind: 'html-504' }, shows: 'outcome-unknown' },
  { target: 'graph.create', fault: status(408), shows: 'outcome-unknown' },
  { target: 'graph.create', fault: { kind: 'reset-before' }, shows: 'outcome-unknown' },
  { target: 'graph.create', fault: { kind: 'reset-after' }, shows: 'outcome-unknown' },
  { target: 'graph.create', fault: refuse(400), shows: 'invalid-connector' },
  { target: 'graph.create', fault: refuse(403), shows: 'not-permitted' },
  { target: 'graph.create', fault: refuse(403), shows: 'retired', inputs: ON_PREMISES },
  { target: 'graph.create', fault: refuse(404), shows: 'not-supported' },
  { target: 'graph.create', fault: refuse(409), shows: 'already-exists' },
  { target: 'entra.obo', fault: { kind: 'consent-required' }, shows: 'consent-required' },
  { target: 'entra.obo', fault: { kind: 'mfa-required' }, shows: 'interaction-required' },
  { target: 'entra.obo', fault: { kind: 'blocked-by-policy' }, shows: 'blocked-by-policy' },
  { target: 'entra.obo', fault: { kind: 'secret-wrong' }, shows: 'misconfigured' },
  { target: 'entra.obo', fault: { kind: 'secret-expired' }, shows: 'misconfigured' },
  { target: 'entra.obo', fault: status(503), shows: 'sign-in-unavailable' },
  { target: 'entra.obo', fault: { kind: 'html-504' }, shows: 'sign-in-unavailable' },
  { target: 'entra.obo', fault: { kind: 'reset-before' }, shows: 'sign-in-unavailable' },
  { target: 'tokens.get', fault: { kind: 'throttled-silent' }, shows: 'sign-in-unavailable' },
  { target: 'tokens.get', fault: status(403), shows: 'sign-in-unavailable' },
];

describe('what a person sees of a fault', () => {
  const open: RunningBot[] = [];
  const kept = async (started: Promise<Trial>): Promise<Trial> => {
    const result = await started;
    open.push(result.bot);
    return result;
  };
  afterEach(() => Promise.all(open.splice(0).map((bot) => bot.close())));

  for (const { target, fault, shows, inputs = {} } of TABLE) {
    const kind = JSON.stringify(fault).replace(/["{}]/g, '');
    it(`${target} ${kind}: ${FAILURE_WORDS[shows].title}`, async () => {
      const { answer, took, bot } = await kept(trial([[target, fault]], inputs));

      const card = answeredCard(answer);
      const { title, changed } = FAILURE_WORDS[shows];
      assert.ok(words(card).startsWith(title), words(card));
      assert.ok(words(card).includes(changed));
      assert.doesNotMatch(answer.text, /raw words/);
      assert.ok(took < LIMIT_MS, `${took} ms`);
      const reference = /Reference: (\w+)/.exec(words(card))?.[1];
      assert.ok(bot.log.some((line) => line.reference === reference && line.err));
    });
  }

  it('offers the consent link of this tenant, app and scope', async () => {
    const { answer } = await kept(trial([['entra.obo', { kind: 'consent-required' }]]));

    const link = answeredCard(answer).actions?.find(({ type }) => type === 'Action.OpenUrl');
    const url = new URL(link?.url ?? '');
    assert.equal(url.pathname, `/${TENANT_ID}/v2.0/adminconsent`);
    assert.equal(url.searchParams.get('client_id'), BOT_APP_ID);
    assert.match(url.searchParams.get('scope') ?? '', /DeviceManagementServiceConfig/);
  });

  it('meets a claims challenge with a token that has the claims, without a second connector', async () => {
    const { answer, bot } = await kept(trial([['graph.create', { kind: 'claims', times: 1 }]]));

    assert.match(words(answeredCard(answer)), /connector created/);
    assert.equal(bot.cloud.graph.connectors.length, 1);
  });

  it('sends the POST once, whatever Graph answers', async () => {
    const { bot } = await kept(trial([['graph.create', { kind: 'status', status: 503 }]]));

    assert.equal(bot.cloud.graph.requests.length, 1);
  });

  it('gives every attempt an id that the log has as well', async () => {
    const { bot } = await kept(trial([['graph.create', { kind: 'reset-after' }]]));

    const id = bot.cloud.graph.requests[0]?.headers['client-request-id'];
    assert.ok(bot.log.some((line) => line.clientRequestId === id));
  });

  it('does not leave a card that promises an end which nobody will tell', async () => {
    const patience = { GRAPH_TIMEOUT: 'PT60S' };
    const { answer, bot, teams } = await trial([['graph.create', { kind: 'hang' }]], {}, patience);

    await bot.close(500);

    assert.match(words(answeredCard(answer)), /^Creating/);
    const [shown] = teams.sent();
    assert.match(words(adaptiveCard(shown?.activity ?? {})), /^It is not known/);
  });

  it('asks to sign in again when Graph does not accept the token', async () => {
    const { answer } = await kept(trial([['graph.create', refuse(401)]]));

    assert.equal(answer.body.type, 'application/vnd.microsoft.activity.loginRequest');
  });
});
