import assert from 'node:assert/strict';
import { type RunningBot, runBot } from './support/bot.ts';
import { anInput } from './support/builders.ts';
import { adaptiveCard, answeredCard, input, verbs, words } from './support/cards.ts';
import { ChannelThread } from './support/channel.ts';
import { type PostgresServer, startPostgres } from './support/postgres.ts';
import { TeamsClient } from './support/teams.ts';

describe('while the database is dead', () => {
  let postgres: PostgresServer;
  let bot: RunningBot;
  before(async function () {
    this.timeout(30_000);
    postgres = await startPostgres();
    bot = await runBot({ environment: { DATABASE_URL: await postgres.createDatabase() } });
  });
  after(async () => {
    await bot.close();
    await postgres.close();
  });

  const ready = async () => (await fetch(`${bot.url}/readyz`)).status === 200;
  /** Asks until it is ready again. */
  const recovered = async () => {
    const deadline = performance.now() + 20_000;
    while (!(await ready())) {
      assert.ok(performance.now() < deadline, 'never ready again');
    }
  };

  it('the bot is not ready, says so in the chat, and loses nothing', async () => {
    const teams = new TeamsClient(bot);
    const thread = new ChannelThread(bot);
    const card = await thread.seenBy(thread.megan, await thread.ask());
    await thread.shows(/^Approval needed/);
    const form = await teams.ask('new');
    await postgres.crash();

    const unready = await fetch(`${bot.url}/readyz`);
    const alive = await fetch(`${bot.url}/healthz`);
    const [told] = await teams.say('new');
    const submitted = await teams.press(form, 'form.submit', anInput());
    const approved = await thread.megan.press(card, 'request.approve');
    const helped = await teams.ask('help');

    assert.equal(unready.status, 503);
    assert.match(await unready.text(), /database/);
    assert.equal(alive.status, 200);
    assert.match(words(adaptiveCard(told?.activity ?? {})), /database/);
    assert.match(words(answeredCard(submitted)), /database/);
    assert.equal(input(answeredCard(submitted), 'exchangeAlias').value, 'exchange-contoso');
    assert.match(words(answeredCard(approved)), /database/);
    assert.match(words(helped), /Exchange connector bot/);

    await postgres.restart();
    await recovered();
    const again = await thread.megan.press(card, 'request.approve');
    assert.match(words(answeredCard(again)), /connector created/);
    const created = await teams.press(form, 'form.submit', anInput());
    assert.match(words(answeredCard(created)), /connector created/);
    const shown = await thread.shows(/connector created/);
    assert.deepEqual(verbs(adaptiveCard(shown.activity)), ['request.refresh', 'form.open']);
  }).timeout(60_000);

  it('a connector that Graph has created meanwhile is found, and not created again', async () => {
    const teams = new TeamsClient(bot);
    const form = await teams.ask('new');
    bot.cloud.faults.set('graph.create', { kind: 'slow', ms: 1500 });
    const posted = bot.cloud.graph.waitForRequest(
      ({ method, body }) => method === 'POST' && JSON.stringify(body).includes('Crashed'),
    );

    const pressed = teams.press(form, 'form.submit', anInput({ exchangeOrganization: 'Crashed' }));
    await posted;
    await postgres.crash();
    await pressed;
    bot.cloud.faults.clear();
    await postgres.restart();
    await recovered();

    await bot.cloud.connector.waitFor(
      ({ conversationId, activity }) =>
        conversationId === teams.conversationId &&
        /connector created/.test(JSON.stringify(activity)),
      40_000,
    );
    const ours = bot.cloud.graph.connectors.filter(
      ({ exchangeOrganization }) => exchangeOrganization === 'Crashed',
    );
    assert.equal(ours.length, 1);
  }).timeout(90_000);
});
