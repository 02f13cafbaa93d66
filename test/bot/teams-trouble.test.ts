import assert from 'node:assert/strict';
import { FAILURE_WORDS } from '../../src/cards/failure-words.ts';
import { type RunningBot, runBot } from '../support/bot.ts';
import { words } from '../support/cards.ts';
import { TeamsClient } from '../support/teams.ts';
import { until } from '../support/until.ts';

describe('a bot whose answer does not get through to Teams', () => {
  let bot: RunningBot;
  let teams: TeamsClient;
  beforeEach(async function () {
    this.timeout(30_000);
    bot = await runBot();
    teams = new TeamsClient(bot);
  });
  afterEach(() => bot.close());

  it('says so, and does not take it for a mistake of its own', async () => {
    bot.cloud.faults.set('connector.send', { kind: 'throttled-silent', times: 1 });

    const card = words(await teams.ask('new'));

    assert.ok(card.startsWith(FAILURE_WORDS['teams-unavailable'].title), card);
    const reference = /Reference: (\w+)/.exec(card)?.[1];
    assert.ok(bot.log.some((line) => line.reference === reference && line.err));
  });

  for (const status of [400, 413]) {
    it(`takes it for its own mistake when Teams cannot read it: ${status}`, async () => {
      bot.cloud.faults.set('connector.send', { kind: 'status', status, times: 1 });

      const card = words(await teams.ask('new'));

      assert.ok(card.startsWith(FAILURE_WORDS.internal.title), card);
    });
  }

  it('says in the log that its own secret is wrong, and does not blame Teams for it', async () => {
    bot.cloud.faults.set('entra.token', { kind: 'secret-wrong' });

    await teams.say('help');

    const logged = bot.log.flatMap(({ err }) => (err ? [String(Object(err).message)] : []));
    assert.ok(logged.includes('misconfigured'), logged.join());
  });

  it('asks Entra anew soon after a failure that does not say how long to wait', async () => {
    bot.cloud.faults.set('entra.token', { kind: 'status', status: 503, times: 2 });
    const mute = await teams.say('help');

    await until(async () => (await teams.say('help')).length > 0);

    assert.equal(mute.length, 0);
  });
});
