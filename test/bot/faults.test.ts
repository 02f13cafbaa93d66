import assert from 'node:assert/strict';
import { BOT_APP_ID, TENANT_ID } from '../../sandbox/cloud/directory.ts';
import type { Fault as CloudFault, Target } from '../../sandbox/cloud/fault-catalogue.ts';
import { BLOCKED_WORDS } from '../../src/cards/blocked-words.ts';
import { FAILURE_WORDS } from '../../src/cards/failure-words.ts';
import type { FaultCode } from '../../src/errors.ts';
import type { Blocker } from '../../src/requests/request.ts';
import { type RunningBot, runBot, withBot } from '../support/bot.ts';
import { anInput } from '../support/builders.ts';
import { answeredCard, input, words } from '../support/cards.ts';
import { TeamsClient } from '../support/teams.ts';
import { LIMIT_MS, type Trial, trial, updatedTo } from '../support/trial.ts';

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
  /** Part of what the card says. */
  readonly shows: string;
  readonly inputs?: Record<string, unknown>;
}

const failed = (code: FaultCode): string => FAILURE_WORDS[code].title;
const blocked = (blocker: Blocker): string => BLOCKED_WORDS[blocker][0];

/** What ends the work, or needs a person. */
const TABLE: readonly Case[] = [
  { target: 'graph.create', fault: refuse(400), shows: failed('invalid-connector') },
  { target: 'graph.create', fault: refuse(403), shows: failed('not-permitted') },
  { target: 'graph.create', fault: refuse(403), shows: failed('retired'), inputs: ON_PREMISES },
  { target: 'graph.create', fault: refuse(404), shows: failed('not-supported') },
  { target: 'graph.list', fault: refuse(403), shows: failed('not-permitted') },
  { target: 'entra.obo', fault: { kind: 'secret-wrong' }, shows: failed('misconfigured') },
  { target: 'entra.obo', fault: { kind: 'secret-expired' }, shows: failed('misconfigured') },
  { target: 'entra.obo', fault: { kind: 'consent-required' }, shows: blocked('consent-required') },
  { target: 'entra.obo', fault: { kind: 'mfa-required' }, shows: blocked('interaction-required') },
  {
    target: 'entra.obo',
    fault: { kind: 'blocked-by-policy' },
    shows: blocked('blocked-by-policy'),
  },
];

/** What passes: the bot goes on by itself, with so many calls to create. */
const PASSING: readonly (readonly [Target, CloudFault, posts: number])[] = [
  ['graph.create', { kind: 'throttled', retryAfter: '1.128' }, 2],
  ['graph.create', { kind: 'throttled-silent' }, 2],
  ['graph.create', status(500), 2],
  ['graph.create', status(502), 2],
  ['graph.create', status(503), 2],
  ['graph.create', { kind: 'html-504' }, 2],
  ['graph.create', status(408), 2],
  ['graph.create', { kind: 'reset-before' }, 2],
  ['graph.create', { kind: 'reset-after' }, 1],
  ['graph.create', { kind: 'hang' }, 2],
  ['graph.list', { kind: 'throttled', retryAfter: '0.5' }, 1],
  ['graph.list', status(503), 1],
  ['graph.list', { kind: 'reset-before' }, 1],
  ['entra.obo', { kind: 'reset-before' }, 1],
];

describe('what a person sees of a fault', () => {
  const open: RunningBot[] = [];
  const kept = async (started: Promise<Trial>): Promise<Trial> => {
    const result = await started;
    open.push(result.bot);
    return result;
  };
  afterEach(() => Promise.all(open.splice(0).map((bot) => bot.close())));

  const named = (target: Target, fault: CloudFault): string =>
    `${target} ${JSON.stringify(fault).replace(/["{}]/g, '')}`;

  for (const { target, fault, shows, inputs = {} } of TABLE) {
    it(`${named(target, fault)}: ${shows}`, async () => {
      const { answer, took, bot } = await kept(trial([[target, fault]], inputs));

      const card = answeredCard(answer);
      assert.ok(words(card).includes(shows), words(card));
      assert.doesNotMatch(answer.text, /raw words/);
      assert.ok(took < LIMIT_MS, `${took} ms`);
      const reference = /Reference: (\w+)/.exec(words(card))?.[1];
      assert.ok(bot.log.some((line) => line.reference === reference && line.err));
      assert.equal(bot.cloud.graph.connectors.length, 0);
    });
  }

  describe('that passes', () => {
    let bot: RunningBot;
    let teams: TeamsClient;
    withBot(
      (running) => {
        bot = running;
        teams = new TeamsClient(running);
      },
      { environment: { GRAPH_TIMEOUT: 'PT1S', GRAPH_SETTLE: 'PT1S' } },
    );

    for (const [target, fault, posts] of PASSING) {
      it(`${named(target, fault)}: ends with one connector by itself`, async () => {
        const form = await teams.ask('new');
        bot.cloud.faults.set(target, { ...fault, times: 1 });
        const startedAt = performance.now();

        const answer = await teams.press(form, 'form.submit', anInput());

        const took = performance.now() - startedAt;
        assert.ok(took < LIMIT_MS, `${took} ms`);
        assert.match(words(answeredCard(answer)), /^(Creating|Exchange connector created)/);
        await updatedTo({ bot, teams }, /connector created/);
        const created = bot.cloud.graph.requests.filter(({ method }) => method === 'POST');
        assert.equal(created.length, posts);
        assert.equal(bot.cloud.graph.connectors.length, 1);
      });
    }
  });

  for (const fault of [{ kind: 'throttled-silent' }, status(403)] as const) {
    it(`${named('tokens.get', fault)}: the form comes back with its values`, async () => {
      const { answer, bot } = await kept(trial([['tokens.get', fault]], { exchangeAlias: 'kept' }));

      const card = answeredCard(answer);
      assert.ok(words(card).includes(FAILURE_WORDS['sign-in-unavailable'].happened), words(card));
      assert.equal(input(card, 'exchangeAlias').value, 'kept');
      assert.equal(bot.cloud.graph.requests.length, 0);
    });
  }

  it('points to the connector that the organization has already', async () => {
    const bot = await runBot();
    open.push(bot);
    const { id } = bot.cloud.graph.seed({ exchangeOrganization: 'CONTOSO' });
    const teams = new TeamsClient(bot);

    const answer = await teams.press(await teams.ask('new'), 'form.submit', anInput());

    const card = words(answeredCard(answer));
    assert.ok(card.startsWith(failed('already-exists')), card);
    assert.ok(card.includes(id));
    assert.equal(bot.cloud.graph.connectors.length, 1);
  });

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

  it('finds the connector that Graph creates after the call was given up: 20 s slow', async () => {
    const trialled = await kept(trial([['graph.create', { kind: 'slow', ms: 20_500, times: 1 }]]));

    await updatedTo(trialled, /connector created/, 40_000);

    assert.equal(trialled.bot.cloud.graph.connectors.length, 1);
  }).timeout(60_000);

  it('says that the outcome is in doubt, and does not post again before it is settled', async () => {
    const { answer, bot } = await kept(trial([['graph.create', status(503)]]));

    assert.match(words(answeredCard(answer)), /looks whether the connector exists/);
    const posts = bot.cloud.graph.requests.filter(({ method }) => method === 'POST');
    assert.equal(posts.length, 1);
  });

  it('gives every attempt an id that the log has as well', async () => {
    const { bot } = await kept(trial([['graph.create', refuse(400)]]));

    const post = bot.cloud.graph.requests.find(({ method }) => method === 'POST');
    const id = post?.headers['client-request-id'];
    assert.ok(bot.log.some((line) => line.clientRequestId === id));
  });

  it('asks to sign in again when Graph does not accept the token', async () => {
    const { answer } = await kept(trial([['graph.create', refuse(401)]]));

    assert.equal(answer.body.type, 'application/vnd.microsoft.activity.loginRequest');
  });
});
