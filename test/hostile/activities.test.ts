import assert from 'node:assert/strict';
import fc from 'fast-check';
import { PEOPLE } from '../../sandbox/cloud/directory.ts';
import { type RunningBot, runBot } from '../support/bot.ts';
import { anInput } from '../support/builders.ts';
import { answeredCard, words } from '../support/cards.ts';
import { TeamsClient } from '../support/teams.ts';
import { activities } from './activities.ts';
import { type Stage, setStage } from './stage.ts';
import { checkAnswer, heapInUse, sender, shown, strayMessages, troubles } from './storm.ts';

const ACTIVITIES = Number(process.env.HOSTILE_ACTIVITIES ?? 10_000);
const SEED = Number(process.env.HOSTILE_SEED ?? Date.now() % 2 ** 31);
const AT_ONCE = 10;
const BATCHES = Math.ceil(ACTIVITIES / AT_ONCE);
const MEASURED_EVERY = Math.ceil(BATCHES / 10);
/** Of what the bot keeps on purpose, such as when it wrote in each of 5000 threads. */
const MAX_GROWTH_BYTES = 5_000_000;

describe(`${ACTIVITIES} activities that nobody should send (HOSTILE_SEED=${SEED})`, function () {
  this.timeout(600_000);
  let bot: RunningBot;
  let stage: Stage;
  before(async () => {
    bot = await runBot({ environment: { LOG_LEVEL: 'info' } });
    stage = await setStage(bot);
  });
  after(() => bot.close());

  /** What the cloud and the log keep of a batch must not count as memory of the bot. */
  const forget = () => {
    bot.cloud.reset();
    // The array into which `runBot` writes the lines of the log.
    (bot.log as Record<string, unknown>[]).length = 0;
  };
  const heaps: number[] = [];
  let turns = 0;

  it('are all answered as Teams expects, and reach neither Graph nor other chats', async () => {
    const send = sender(bot);
    const one = activities(stage, bot.cloud.connector.serviceUrl);
    const storm = fc.array(one, { minLength: AT_ONCE, maxLength: AT_ONCE });
    let batches = 0;
    const property = fc.asyncProperty(storm, async (batch) => {
      forget();
      const answers = await Promise.all(batch.map(send));

      for (const [index, answer] of answers.entries()) checkAnswer(batch[index] ?? {}, answer);
      assert.deepEqual(troubles(bot.log), [], shown(batch));
      assert.deepEqual(bot.cloud.graph.requests, [], shown(batch));
      assert.deepEqual(strayMessages(bot.cloud.connector.messages, batch), [], shown(batch));
      turns += answers.filter(({ status }) => status === 200).length;
      batches += 1;
      if (batches % MEASURED_EVERY === 0) heaps.push(heapInUse());
    });

    const run = await fc.check(property, { seed: SEED, numRuns: BATCHES, endOnFailure: true });

    assert.ifError(run.errorInstance);
    assert.equal(run.numRuns, BATCHES);
  });

  it('were no storm in a teacup: more than a third got through to a turn', () => {
    assert.ok(turns > ACTIVITIES / 3, `${turns} turns`);
  });

  it('leave no memory behind', () => {
    const [, early = 0] = heaps;
    const late = heaps.at(-1) ?? Number.POSITIVE_INFINITY;

    const megabytes = heaps.map((bytes) => (bytes / 1e6).toFixed(1)).join(', ');
    assert.ok(late - early < MAX_GROWTH_BYTES, megabytes);
  });

  it('make no request, and change none', async () => {
    const metrics = await (await fetch(`${bot.url}/metrics`)).text();

    const counts = [...metrics.matchAll(/^bot_requests\{status="(\w+)"\} ([1-9]\d*)$/gm)];
    assert.deepEqual(
      counts.map(([, status, count]) => [status, count]),
      [
        ['waiting', '1'],
        ['rejected', '1'],
      ],
    );
  });

  it('keep nobody from their work', async () => {
    forget();
    const { thread, waiting } = stage;
    const adele = new TeamsClient(bot, PEOPLE.adele);

    const form = await adele.ask('new');
    const created = await adele.press(form, 'form.submit', anInput());
    const decide = await thread.seenBy(thread.megan, waiting);
    const approved = await thread.megan.press(decide, 'request.approve');

    assert.match(words(answeredCard(created)), /connector created/);
    assert.match(words(answeredCard(approved)), /connector created/);
    assert.equal(bot.cloud.graph.connectors.length, 2);
  });
});
