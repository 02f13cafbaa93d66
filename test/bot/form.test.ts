import assert from 'node:assert/strict';
import { PEOPLE } from '../../sandbox/cloud/directory.ts';
import { type RunningBot, runBot, withBot } from '../support/bot.ts';
import { anInput } from '../support/builders.ts';
import {
  adaptiveCard,
  answeredCard,
  findAction,
  input,
  messageBeside,
  words,
} from '../support/cards.ts';
import { type HttpAnswer, TeamsClient } from '../support/teams.ts';

const notPermitted = { kind: 'refuse', status: 403, code: 'Forbidden', message: '' } as const;

const posts = (bot: RunningBot) =>
  bot.cloud.graph.requests.filter(({ method }) => method === 'POST');

describe('a form', () => {
  let bot: RunningBot;
  let teams: TeamsClient;
  withBot((running) => {
    bot = running;
    teams = new TeamsClient(running);
  });

  const message = (answer: HttpAnswer): unknown => {
    assert.equal(answer.body.type, 'application/vnd.microsoft.activity.message', answer.text);
    return answer.body.value;
  };

  it('becomes one connector however often and with whatever values it is submitted', async () => {
    const form = await teams.ask('new');

    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        teams.press(form, 'form.submit', anInput({ exchangeOrganization: `Contoso ${i}` })),
      ),
    );
    const later = await teams.press(form, 'form.submit', anInput({ exchangeOrganization: '' }));

    assert.equal(posts(bot).length, 1);
    const shown = new Set([...answers, later].map((answer) => words(answeredCard(answer))));
    assert.equal(shown.size, 1, 'all answers show the same summary');
  });

  it('is shown as created to everybody in the chat', async () => {
    const form = await teams.ask('new');
    const [sent] = teams.sent();

    await teams.press(form, 'form.submit', anInput());

    const shown = await bot.cloud.connector.waitFor(
      ({ activityId, versions }) => activityId === sent?.activityId && versions.length > 1,
    );
    assert.match(words(adaptiveCard(shown.activity)), /connector created/);
  });

  it('belongs to the person who asked for it', async () => {
    const form = await teams.ask('new');
    const other = teams.joinedBy(PEOPLE.megan);

    const submitted = await other.press(form, 'form.submit', anInput());
    const cancelled = await other.press(form, 'form.cancel');

    assert.match(String(message(submitted)), /belongs to Alex Wilber\. Type new/);
    assert.match(String(message(cancelled)), /belongs to Alex Wilber/);
    assert.equal(posts(bot).length, 0);
    assert.match(
      words(answeredCard(await teams.press(form, 'form.submit', anInput()))),
      /connector created/,
    );
  });

  it('can be given up', async () => {
    const form = await teams.ask('new');

    const cancelled = await teams.press(form, 'form.cancel');
    const submitted = await teams.press(form, 'form.submit', anInput());

    assert.match(words(answeredCard(cancelled)), /cancelled/);
    assert.match(words(answeredCard(submitted)), /cancelled/);
    assert.equal(posts(bot).length, 0);
  });

  describe('that the bot no longer knows', () => {
    let restarted: RunningBot;
    let client: TeamsClient;
    before(async () => {
      restarted = await runBot();
    });
    beforeEach(() => {
      restarted.cloud.reset();
      client = new TeamsClient(restarted);
    });
    after(() => restarted.close());

    it('comes back with its values, and a message shows the end', async () => {
      const form = await teams.ask('new');

      const answer = await client.press(form, 'form.submit', anInput({ exchangeAlias: 'kept' }));

      const again = answeredCard(answer);
      assert.match(words(again), /no longer knew this form/);
      assert.equal(input(again, 'exchangeAlias').value, 'kept');
      assert.equal(posts(restarted).length, 0);
      await client.press(again, 'form.submit', anInput());
      await restarted.cloud.connector.waitFor(
        ({ conversationId, activity }) =>
          conversationId === client.conversationId &&
          /connector created/.test(words(adaptiveCard(activity))),
      );
    });

    it('becomes one connector however often it is pressed', async () => {
      const form = await teams.ask('new');

      const presses = await Promise.all(
        [1, 2, 3].map(() => client.press(form, 'form.submit', anInput())),
      );
      await Promise.all(
        presses.map((answer) => client.press(answeredCard(answer), 'form.submit', anInput())),
      );

      assert.equal(posts(restarted).length, 1);
    });

    it("does not take over another form's message", async () => {
      const own = await runBot();
      const owner = new TeamsClient(own);
      await owner.say('new');
      const [message] = owner.sent();
      const action = { verb: 'form.submit', data: { form: 'forged', ...anInput() } };
      const forged = await owner.invoke('adaptiveCard/action', { action }, message?.activityId);

      await owner.press(answeredCard(forged), 'form.cancel');

      await own.close();
      const [shown] = owner.sent();
      assert.match(words(adaptiveCard(shown?.activity ?? {})), /^New Exchange connector/);
    });

    it('is not shown to whoever presses it after its owner', async () => {
      const form = await teams.ask('new');
      await client.press(form, 'form.submit', anInput({ exchangeAlias: 'not for you' }));
      const other = client.joinedBy(PEOPLE.megan);

      const answer = await other.press(form, 'form.submit', anInput());

      assert.match(String(message(answer)), /belongs to Alex Wilber/);
    });

    it('is cancelled when its owner cancels it', async () => {
      const form = await teams.ask('new');

      const answer = await client.press(form, 'form.cancel');

      assert.match(words(answeredCard(answer)), /cancelled/);
    });
  });

  it('opens again with its values after a failure, the failure staying where it is', async () => {
    bot.cloud.faults.set('graph.create', notPermitted);
    const form = await teams.ask('new');
    const failure = answeredCard(
      await teams.press(form, 'form.submit', anInput({ exchangeAlias: 'kept' })),
    );

    const answer = await teams.press(failure, 'form.open');

    assert.equal(words(answeredCard(answer)), words(failure));
    const next = teams.sent().at(-1)?.activity ?? {};
    assert.equal(input(adaptiveCard(next), 'exchangeAlias').value, 'kept');
  });

  for (const [verb, name] of [
    ['request.refresh', 'request'],
    ['form.open', 'request'],
    ['form.open', 'form'],
  ] as const) {
    it(`shows nobody else what was typed so far: ${verb} of a ${name}`, async () => {
      const form = await teams.ask('new');
      const typed = anInput({ exchangeAlias: 'not for you' });
      await teams.press(form, 'form.submit', typed);
      const other = teams.joinedBy(PEOPLE.megan);

      const answer = await other.execute(verb, {
        [name]: findAction(form, 'form.submit').data?.form,
      });

      assert.equal(answer.status, 200);
      assert.doesNotMatch(answer.text, /not for you/);
    });
  }

  it('keeps its card small whatever is typed', async () => {
    const form = await teams.ask('new');

    const answer = await teams.press(
      form,
      'form.submit',
      anInput({ exchangeAlias: 'x'.repeat(200_000) }),
    );

    assert.ok(messageBeside(answeredCard(answer), 'exchangeAlias'));
    assert.ok(answer.text.length < 25_000, `${answer.text.length}`);
  });

  it('belongs to its owner in whatever case Teams writes the id', async () => {
    const form = await teams.ask('new');
    const shouting = { ...PEOPLE.alex, aadObjectId: PEOPLE.alex.aadObjectId.toUpperCase() };

    const answer = await new TeamsClient(bot, shouting).press(form, 'form.submit', anInput());

    assert.match(words(answeredCard(answer)), /connector created/);
  });

  it("does not show one person's values to another", async () => {
    bot.cloud.faults.set('graph.create', notPermitted);
    const form = await teams.ask('new');
    const failure = answeredCard(
      await teams.press(form, 'form.submit', anInput({ exchangeAlias: 'secret' })),
    );
    const other = teams.joinedBy(PEOPLE.megan);

    await other.press(failure, 'form.open');

    const next = other.sent().at(-1)?.activity ?? {};
    assert.equal(input(adaptiveCard(next), 'exchangeAlias').value, '');
  });

  it('opens from the help and from the summary, which stay as they are', async () => {
    const help = await teams.ask('help');
    const form = await teams.ask('new');
    const summary = answeredCard(await teams.press(form, 'form.submit', anInput()));

    const fromHelp = await teams.press(help, 'form.open');
    const fromSummary = await teams.press(summary, 'form.open');

    assert.equal(words(answeredCard(fromHelp)), words(help));
    assert.equal(words(answeredCard(fromSummary)), words(summary));
    const next = teams.sent().at(-1)?.activity ?? {};
    assert.ok(findAction(adaptiveCard(next), 'form.submit'));
    assert.equal(input(adaptiveCard(next), 'exchangeAlias').value, '');
  });

  it('refreshes the status of the created connector', async () => {
    const form = await teams.ask('new');
    const summary = answeredCard(await teams.press(form, 'form.submit', anInput()));
    const [connector] = bot.cloud.graph.connectors;
    bot.cloud.graph.seed({ ...connector, status: 'connected' });

    const answer = await teams.press(summary, 'request.refresh');

    assert.match(words(answeredCard(answer)), /\nConnected\n/);
  });

  it('shows what it knows when a refresh fails', async () => {
    const form = await teams.ask('new');
    const summary = answeredCard(await teams.press(form, 'form.submit', anInput()));
    bot.cloud.faults.set('graph.get', { kind: 'status', status: 500 });

    const answer = await teams.press(summary, 'request.refresh');

    assert.equal(words(answeredCard(answer)), words(summary));
  });

  it("does not read a status with another person's sign-in", async () => {
    const form = await teams.ask('new');
    const summary = answeredCard(await teams.press(form, 'form.submit', anInput()));
    const [{ id } = {}] = bot.cloud.graph.connectors;
    const foreign = await bot.cloud.entra.userToken(PEOPLE.megan);
    await teams.say('sign out');
    bot.cloud.tokens.signIn(teams.person);
    bot.cloud.tokens.handOut(teams.person, foreign);

    const answer = await teams.press(summary, 'request.refresh');

    assert.equal(words(answeredCard(answer)), words(summary));
    const reads = bot.cloud.graph.requests.filter(({ path }) => path.includes(String(id)));
    assert.deepEqual(reads, []);
  });
});
