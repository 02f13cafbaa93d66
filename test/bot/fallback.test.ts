import assert from 'node:assert/strict';
import { type RunningBot, withBot } from '../support/bot.ts';
import { anInput } from '../support/builders.ts';
import { type AdaptiveCard, adaptiveCard, messageBeside, words } from '../support/cards.ts';
import { TeamsClient } from '../support/teams.ts';

describe('a form in an old client, which knows no Action.Execute', () => {
  let bot: RunningBot;
  let teams: TeamsClient;
  withBot((running) => {
    bot = running;
    teams = new TeamsClient(running);
  });

  const shown = async (): Promise<[AdaptiveCard, string]> => {
    const form = await teams.ask('new');
    return [form, teams.sent().at(-1)?.activityId ?? ''];
  };

  it('shows its mistakes in place', async () => {
    const [form, id] = await shown();

    const answer = await teams.submit(form, 'form.submit', anInput({ exchangeAlias: 'a b' }), id);

    assert.equal(answer.status, 200);
    const now = teams.sent().find(({ activityId }) => activityId === id);
    assert.ok(messageBeside(adaptiveCard(now?.activity ?? {}), 'exchangeAlias'));
  });

  it('becomes the summary in place', async () => {
    const [form, id] = await shown();

    await teams.submit(form, 'form.submit', anInput(), id);

    await bot.cloud.connector.waitFor(
      ({ activityId, activity }) =>
        activityId === id && /connector created/.test(words(adaptiveCard(activity))),
    );
    assert.equal(teams.sent().length, 1);
  });

  it('ends with the truth when an update is overtaken', async () => {
    const [form, id] = await shown();
    bot.cloud.faults.set('graph.create', { kind: 'slow', ms: 4300 });
    bot.cloud.faults.set('connector.update', { kind: 'slow', ms: 1500, times: 1 });

    await teams.submit(form, 'form.submit', anInput(), id);

    const end = await bot.cloud.connector.waitFor(
      ({ activityId, activity }) =>
        activityId === id && /connector created/.test(words(adaptiveCard(activity))),
    );
    assert.match(words(adaptiveCard(end.versions.at(-2) ?? {})), /^Creating/);
  }).timeout(12_000);

  it('gets a new card where its message no longer takes an update', async () => {
    const [form, id] = await shown();
    bot.cloud.faults.set('connector.update', { kind: 'status', status: 404 });

    await teams.submit(form, 'form.submit', anInput({ exchangeAlias: '' }), id);

    const now = teams.sent().at(-1);
    assert.notEqual(now?.activityId, id);
    assert.ok(messageBeside(adaptiveCard(now?.activity ?? {}), 'exchangeAlias'));
  });

  it('gets a new card where the old one cannot be updated', async () => {
    const [form] = await shown();

    await teams.submit(form, 'form.submit', anInput({ exchangeAlias: '' }), 'gone');

    const now = teams.sent().at(-1);
    assert.ok(messageBeside(adaptiveCard(now?.activity ?? {}), 'exchangeAlias'));
  });
});
