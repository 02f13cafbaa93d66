import assert from 'node:assert/strict';
import { type HttpAnswer, TeamsClient } from '../support/teams.ts';
import { until } from '../support/until.ts';
import { type Program, startProgram } from './program.ts';

const AT_ONCE = 600;
const MAX_TURNS = 256;
/** Less than 600 bodies, and far less than 256 turns that stay. */
const MOST_GROWN_BYTES = 4e6;

describe('more turns at once than are let in', () => {
  let program: Program;
  before(async () => {
    program = await startProgram('PostgreSQL', { GRAPH_TIMEOUT: 'PT2S' });
  });
  after(() => program.close());

  /** Turns stay for as long as the token service is silent, which is longer than 600 take to arrive. */
  const flood = async (): Promise<readonly HttpAnswer[]> => {
    const { bot } = program;
    const teams = new TeamsClient(bot);
    bot.cloud.faults.set('tokens.get', { kind: 'hang' });
    const answers = await Promise.all(
      Array.from({ length: AT_ONCE }, () => teams.send(teams.activity({ text: 'sign in' }))),
    );
    bot.cloud.faults.clear();
    // What never answers is not waited for for ever.
    await until(async () => bot.cloud.tokens.openConnections() < MAX_TURNS / 10, 30_000);
    return answers;
  };

  it('are answered 503 with Retry-After, and the others as ever', async () => {
    const answers = await flood();

    const refused = answers.filter(({ status }) => status === 503);
    assert.equal(refused.length, AT_ONCE - MAX_TURNS);
    assert.ok(refused.every(({ headers }) => Number(headers.get('retry-after')) > 0));
    const others = answers.filter(({ status }) => status !== 503);
    assert.ok(others.every(({ status }) => status === 200 || status === 202));
  });

  it('leave nothing behind: it answers as before, and its heap does not grow', async () => {
    const { bot, heap } = program;
    await flood();
    const before = await heap.usedBytes();

    await flood();

    assert.equal((await fetch(`${bot.url}/readyz`)).status, 200);
    const clients = Array.from({ length: 50 }, () => new TeamsClient(bot));
    const messages = await Promise.all(clients.map((client) => client.say('help')));
    assert.ok(messages.every(({ length }) => length === 1));
    const grown = (await heap.usedBytes()) - before;
    assert.ok(grown < MOST_GROWN_BYTES, `${grown} bytes more`);
  });
}).timeout(60_000);
