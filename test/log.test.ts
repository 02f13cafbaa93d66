import assert from 'node:assert/strict';
import { BOT_APP_SECRET, PEOPLE } from '../sandbox/cloud/directory.ts';
import type { Target } from '../sandbox/cloud/fault-catalogue.ts';
import { Fault } from '../src/errors.ts';
import { createLog } from '../src/log.ts';
import { type RunningBot, runBot } from './support/bot.ts';
import { anInput } from './support/builders.ts';
import { TeamsClient } from './support/teams.ts';

const JWT = /eyJ[\w-]+\.[\w-]+\.[\w-]+/;
const TYPED = { exchangeOrganization: 'Typed-Organization', exchangeAlias: 'typed-alias' };

describe('the log', () => {
  let bot: RunningBot;
  before(async () => {
    bot = await runBot({ environment: { LOG_LEVEL: 'trace', GRAPH_TIMEOUT: 'PT1S' } });
  });
  after(() => bot.close());

  it('holds no token, secret or typed text at its most talkative, whatever fails', async () => {
    const { cloud } = bot;
    const teams = new TeamsClient(bot);
    const targets: Target[] = ['entra.obo', 'tokens.get', 'graph.create', 'connector.update'];
    const submit = async (extras = {}) => {
      await teams.press(await teams.ask('new'), 'form.submit', anInput(TYPED), extras);
    };

    await submit();
    for (const target of targets) {
      cloud.faults.set(target, { kind: 'throttled-silent' });
      await submit();
      cloud.faults.set(target, { kind: 'status', status: 403 });
      await submit();
      cloud.faults.clear();
    }
    cloud.tokens.exchangeFails(PEOPLE.alex);
    const token = await cloud.entra.userToken(PEOPLE.alex);
    await submit({ authentication: { id: '1', connectionName: 'graph', token } });
    await submit({ state: '123456' });
    await teams.send(teams.activity({ text: 'help' }), { expiresIn: -3600 });

    const text = JSON.stringify(bot.log);
    assert.ok(bot.log.length > 8, 'the failures were logged');
    assert.doesNotMatch(text, JWT);
    assert.doesNotMatch(text, /Bearer /);
    assert.ok(!text.includes(BOT_APP_SECRET));
    assert.doesNotMatch(text, /typed-/i);
    assert.doesNotMatch(text, /123456/);
  });
});

describe('an error in the log', () => {
  it('keeps its chain of causes and drops what libraries hang on it', () => {
    const lines: string[] = [];
    const log = createLog('info', { write: (line) => lines.push(line) });
    const request = { headers: { authorization: 'Bearer hush' }, body: 'typed' };
    const cause = Object.assign(new Error('refused'), { statusCode: 403, request });

    log.error({ err: new Fault('not-permitted', cause) });

    const { err } = JSON.parse(lines[0] ?? '');
    assert.deepEqual(
      [err.message, err.details.code, err.cause.message, err.cause.details],
      ['not-permitted', 'not-permitted', 'refused', { statusCode: 403 }],
    );
    assert.doesNotMatch(lines[0] ?? '', /hush|typed/);
  });
});
