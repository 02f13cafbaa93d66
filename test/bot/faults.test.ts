import assert from 'node:assert/strict';
import { BOT_APP_ID, TENANT_ID } from '../../sandbox/cloud/directory.ts';
import type { Fault as CloudFault, Target } from '../../sandbox/cloud/fault-catalogue.ts';
import { FAILURE_WORDS } from '../../src/cards/failure-words.ts';
import type { FaultCode } from '../../src/errors.ts';
import { type RunningBot, runBot } from '../support/bot.ts';
import { anInput } from '../support/builders.ts';
import { adaptiveCard, answeredCard, words } from '../support/cards.ts';
import { type HttpAnswer, TeamsClient } from '../support/teams.ts';

const LIMIT_MS = 8000;
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

interface Trial {
  readonly bot: RunningBot;
  readonly teams: TeamsClient;
  readonly answer: HttpAnswer;
  readonly took: number;
}

/** Submits a form in a cloud of its own, in which the faults are on from the submit on. */
async function trial(
  faults: readonly (readonly [Target, CloudFault])[],
  inputs: Record<string, unknown> = {},
  environment: Record<string, string> = {},
): Promise<Trial> {
  const bot = await runBot({ environment });
  const teams = new TeamsClient(bot);
  const form = await teams.ask('new');
  for (const [target, fault] of faults) bot.cloud.faults.set(target, fault);
  const startedAt = performance.now();
  const answer = await teams.press(form, 'form.submit', anInput(inputs));
  return { bot, teams, answer, took: performance.now() - startedAt };
}

const updatedTo = ({ bot, teams }: Trial, pattern: RegExp) =>
  bot.cloud.connector.waitFor(
    ({ conversationId, activity }) =>
      conversationId === teams.conversationId && pattern.test(words(adaptiveCard(activity))),
    9000,
  );

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

describe('a cloud that is slow or silent', () => {
  const hang: CloudFault = { kind: 'hang' };
  const open: RunningBot[] = [];
  const kept = async (started: Promise<Trial>): Promise<Trial> => {
    const result = await started;
    open.push(result.bot);
    return result;
  };

  const submits = (target: Target, fault: CloudFault) =>
    kept(trial([[target, fault]], {}, { GRAPH_TIMEOUT: 'PT5S' }));

  const commands = async (target: Target, fault: CloudFault): Promise<readonly number[]> => {
    const { bot, teams } = await kept(trial([]));
    bot.cloud.faults.set(target, fault);
    return Promise.all(
      ['help', 'new', 'sign in'].map(async (text) => {
        const startedAt = performance.now();
        const { status: code } = await teams.send(teams.activity({ text }));
        assert.ok(code < 300, `${code}`);
        return performance.now() - startedAt;
      }),
    );
  };

  const withoutKeys = async (fault: CloudFault) => {
    const bot = await runBot();
    open.push(bot);
    bot.cloud.faults.set('openid', fault);
    const teams = new TeamsClient(bot);
    const startedAt = performance.now();
    const { status: code } = await teams.send(teams.activity({ text: 'help' }));
    return { code, took: performance.now() - startedAt };
  };

  /** How many messages have come after the first and after the second command. */
  const silentOnce = async (target: Target): Promise<readonly number[]> => {
    const bot = await runBot({ environment: { GRAPH_TIMEOUT: 'PT1S' } });
    open.push(bot);
    bot.cloud.faults.set(target, { ...hang, times: 1 });
    const teams = new TeamsClient(bot);
    await teams.send(teams.activity({ text: 'help' }));
    const first = teams.sent().length;
    await teams.send(teams.activity({ text: 'help' }));
    return [first, teams.sent().length];
  };

  // All of these wait most of the time, so they wait together.
  const begin = () => ({
    slowGraph: submits('graph.create', { kind: 'slow', ms: 4500 }),
    silentGraph: submits('graph.create', hang),
    silentEntra: submits('entra.obo', hang),
    silentTokens: submits('tokens.get', hang),
    brokenTokens: submits('tokens.get', status(500)),
    deafTeams: submits('connector.update', { kind: 'throttled-silent', times: 2 }),
    commands: Promise.all([
      commands('connector.send', hang),
      commands('connector.send', status(500)),
      commands('connector.send', { kind: 'reset-before' }),
      commands('tokens.get', hang),
    ]),
    silentEntraOnce: silentOnce('entra.token'),
    brokenKeys: withoutKeys(status(500)),
    silentKeys: withoutKeys(hang),
  });
  let begun: ReturnType<typeof begin>;
  before(async function () {
    this.timeout(20_000);
    begun = begin();
    await Promise.all(Object.values(begun));
  });
  after(() => Promise.all(open.map((bot) => bot.close(100))));

  const submitsOf = [
    'slowGraph',
    'silentGraph',
    'silentEntra',
    'silentTokens',
    'brokenTokens',
    'deafTeams',
  ] as const;
  for (const name of submitsOf) {
    it(`does not keep a submit waiting for 8 s: ${name}`, async () => {
      const { answer, took } = await begun[name];

      assert.ok(took < LIMIT_MS, `${took} ms`);
      assert.match(
        words(answeredCard(answer)),
        /^(Creating|Sign-in is not available|Exchange connector created)/,
      );
    });
  }

  const ends: [(typeof submitsOf)[number], RegExp][] = [
    ['slowGraph', /connector created/],
    ['silentGraph', /It is not known/],
    ['silentEntra', /Sign-in is not available/],
    ['silentTokens', /Sign-in is not available/],
    ['brokenTokens', /Sign-in is not available/],
    ['deafTeams', /connector created/],
  ];
  for (const [name, end] of ends) {
    it(`tells the end on the card when it is known: ${name}`, async () => {
      const shown = await updatedTo(await begun[name], end);

      assert.ok(shown.versions.length > 1);
    });
  }

  it('does not keep a command waiting for 8 s', async () => {
    const took = (await begun.commands).flat();

    assert.ok(Math.max(...took) < LIMIT_MS, String(took));
  });

  it('does not keep the bot silent for good', async () => {
    const [first, second] = await begun.silentEntraOnce;

    // The first one hears that sign-in is not available.
    assert.deepEqual([first, second], [1, 2]);
  });

  it('refuses what it cannot authenticate in time', async () => {
    const [broken, silent] = await Promise.all([begun.brokenKeys, begun.silentKeys]);

    assert.ok(broken.code === 401 || broken.code === 503, `${broken.code}`);
    assert.equal(silent.code, 503);
    assert.ok(Math.max(broken.took, silent.took) < LIMIT_MS);
  });
});
