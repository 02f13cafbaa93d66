import assert from 'node:assert/strict';
import type { Fault as CloudFault, Target } from '../../sandbox/cloud/fault-catalogue.ts';
import { type RunningBot, runBot } from '../support/bot.ts';
import { answeredCard, words } from '../support/cards.ts';
import { TeamsClient } from '../support/teams.ts';
import { LIMIT_MS, type Trial, trial, updatedTo } from '../support/trial.ts';

const status = (code: number): CloudFault => ({ kind: 'status', status: code });

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
        /^(Creating|New Exchange connector|Exchange connector created)/,
      );
    });
  }

  for (const name of ['slowGraph', 'deafTeams'] as const) {
    it(`tells the end on the card when it is known: ${name}`, async () => {
      const shown = await updatedTo(await begun[name], /connector created/);

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

    assert.deepEqual([broken.code, silent.code], [503, 503]);
    assert.ok(Math.max(broken.took, silent.took) < LIMIT_MS);
  });
});
