import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RecordedRequest } from '../sandbox/cloud/http.ts';
import { processKeys } from '../sandbox/cloud/keys.ts';
import { type RunningBot, runBot } from './support/bot.ts';
import { anInput } from './support/builders.ts';
import { answeredCard, words } from './support/cards.ts';
import { sharedPostgres } from './support/postgres.ts';
import { TeamsClient } from './support/teams.ts';

const TURNS = 'bot_turn_duration_seconds_count';
const CALLS = 'bot_cloud_call_duration_seconds_count';

const STATUSES = [
  ...['waiting', 'provisioning', 'blocked', 'created'],
  ...['failed', 'rejected', 'cancelled', 'expired'],
];

type Series = Readonly<Record<string, number>>;

/** The samples of one metric, by what stands between the braces. */
function samples(text: string, name: string): Series {
  const lines = text.matchAll(/^(?<metric>\w+)(?:\{(?<labels>.*)\})? (?<value>\S+)$/gm);
  return Object.fromEntries(
    Array.from(lines, ({ groups }) => groups)
      .filter((groups) => groups?.metric === name)
      .map((groups) => [groups?.labels ?? '', Number(groups?.value)]),
  );
}

const scrape = async ({ url }: RunningBot) => (await fetch(`${url}/metrics`)).text();

/** What the metric should say of the requests that a service of the cloud has answered. */
function answered(service: string, requests: readonly RecordedRequest[]): Series {
  const counted: Record<string, number> = {};
  for (const { status } of requests) {
    const labels = `service="${service}",status="${status}"`;
    counted[labels] = (counted[labels] ?? 0) + 1;
  }
  return counted;
}

/** All that the cloud was asked, but for the keys that botbuilder checks signatures with. */
const cloudCalls = ({ cloud }: RunningBot): Series => ({
  ...answered('graph', cloud.graph.requests),
  ...answered('entra', cloud.entra.requests),
  ...answered('token-service', cloud.tokens.requests),
  ...answered(
    'connector',
    cloud.connector.requests.filter(({ path }) => path.startsWith('/v3/')),
  ),
});

/** Asks until the text shows what is on its way. */
async function until(bot: RunningBot, fits: (text: string) => boolean): Promise<string> {
  for (;;) {
    const text = await scrape(bot);
    if (fits(text)) return text;
  }
}

async function create(teams: TeamsClient): Promise<string> {
  const form = await teams.ask('new');
  return words(answeredCard(await teams.press(form, 'form.submit', anInput())));
}

describe('the metrics', () => {
  const running: RunningBot[] = [];
  const start = async (environment: Record<string, string> = {}): Promise<RunningBot> => {
    const bot = await runBot({ environment });
    running.push(bot);
    return bot;
  };
  afterEach(async () => {
    await Promise.all(running.splice(0).map((bot) => bot.close(100)));
  });

  it('count the turns, the calls and the requests of a journey', async () => {
    const bot = await start();

    assert.match(await create(new TeamsClient(bot)), /connector created/);

    const text = await scrape(bot);
    assert.deepEqual(samples(text, TURNS), {
      'kind="new",outcome="answered"': 1,
      'kind="form.submit",outcome="answered"': 1,
    });
    assert.deepEqual(
      samples(text, 'bot_requests'),
      Object.fromEntries(
        STATUSES.map((status) => [`status="${status}"`, status === 'created' ? 1 : 0]),
      ),
    );
    const jobs = samples(text, 'bot_jobs');
    assert.equal(Object.keys(jobs).length, 12);
    assert.equal(jobs['job="provision",state="waiting"'], 0);
    assert.equal(samples(text, CALLS)['service="graph",status="201"'], 1);
    // Cards are published meanwhile: only when that has ended do both sides say the same.
    await until(bot, (later) => {
      const seen = samples(later, CALLS);
      const asked = Object.entries(cloudCalls(bot));
      return asked.length >= 5 && asked.every(([labels, count]) => seen[labels] === count);
    });
    assert.ok(Number(samples(text, 'process_resident_memory_bytes')['']) > 0);
  }).timeout(30_000);

  it('count every attempt, also those that the clients of Microsoft hide', async () => {
    const bot = await start();
    const once = { kind: 'status', status: 503, times: 1 } as const;
    for (const target of ['tokens.get', 'connector.send', 'entra.token', 'entra.obo'] as const) {
      bot.cloud.faults.set(target, once);
    }
    bot.cloud.faults.set('graph.list', { kind: 'reset-before', times: 1 });

    await create(new TeamsClient(bot));

    const text = await until(bot, (later) => later.includes('service="graph",status="unreach'));
    const calls = samples(text, CALLS);
    assert.deepEqual(
      ['token-service', 'connector', 'entra'].map(
        (service) => calls[`service="${service}",status="503"`],
      ),
      [1, 1, 2],
    );
    assert.equal(calls['service="graph",status="unreachable"'], 1);
    assert.ok(calls['service="connector",status="201"']);
  }).timeout(30_000);

  it('count the calls of an app with a certificate', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'metrics-'));
    const { authority } = await processKeys();
    const { cert, key } = await authority.issue('rsa');
    const path = join(folder, 'bot.pem');
    await writeFile(path, `${key}\n${cert}`);
    const bot = await start({ BOT_APP_SECRET: '', BOT_APP_CERTIFICATE_PATH: path });
    bot.cloud.entra.trustCertificate(cert);

    await create(new TeamsClient(bot));

    const calls = samples(await scrape(bot), CALLS);
    assert.deepEqual(
      calls['service="entra",status="200"'],
      answered('entra', bot.cloud.entra.requests)['service="entra",status="200"'],
    );
    await rm(folder, { recursive: true });
  });

  it('tell turns that failed from those that were refused', async () => {
    const bot = await start();
    const teams = new TeamsClient(bot);
    bot.cloud.faults.set('tokens.get', { kind: 'status', status: 400 });

    await teams.say('sign in');
    await teams.execute('form.sumbit', {});
    await teams.send(teams.activity({ text: 'help' }), { issuer: 'https://evil.example' });

    const text = await scrape(bot);
    assert.deepEqual(samples(text, TURNS), {
      'kind="sign-in",outcome="failed"': 1,
      'kind="other",outcome="refused"': 1,
      'kind="help",outcome="refused"': 1,
    });
    assert.equal(samples(text, CALLS)['service="token-service",status="400"'], 1);
  });

  it('count a turn as late whose answer came too late, and a silent cloud as unreachable', async () => {
    const bot = await start({ GRAPH_TIMEOUT: 'PT1S' });
    bot.cloud.faults.set('connector.send', { kind: 'hang' });
    const teams = new TeamsClient(bot);

    await teams.send(teams.activity({ text: 'help' }));

    const text = await scrape(bot);
    assert.deepEqual(samples(text, TURNS), { 'kind="help",outcome="late"': 1 });
    assert.equal(samples(text, CALLS)['service="connector",status="unreachable"'], 1);
  }).timeout(20_000);

  it('name nothing that anybody made up', async () => {
    const bot = await start();
    const teams = new TeamsClient(bot);
    const nonsense = ['nonsense', 'constructor', '__proto__', '"} 1', 'nonsense\nbot_x 1'];

    for (const text of nonsense) await teams.say(text);
    for (const verb of nonsense) {
      await teams.execute(verb, { nonsense });
      await teams.send(teams.activity({ value: { verb } }));
      await teams.invoke(verb, { nonsense });
      await teams.send(teams.activity({ type: verb }));
    }
    await teams.send(teams.activity({ type: 'invoke', name: { nonsense } }));

    const text = await scrape(bot);
    const labels = Object.keys(samples(text, TURNS)).sort();
    assert.deepEqual(labels, [
      'kind="other",outcome="answered"',
      'kind="other",outcome="refused"',
      'kind="unknown",outcome="answered"',
    ]);
    assert.doesNotMatch(text, /nonsense|constructor|__proto__/);
  });

  it('keep two apps in one process apart', async () => {
    const [busy, idle] = await Promise.all([start(), start()]);

    await new TeamsClient(busy).say('help');

    const [ofBusy, ofIdle] = await Promise.all([scrape(busy), scrape(idle)]);
    assert.equal(samples(ofBusy, TURNS)['kind="help",outcome="answered"'], 1);
    assert.deepEqual([samples(ofIdle, TURNS), samples(ofIdle, CALLS)], [{}, {}]);
  });

  it('come without counts while the database is dead, and with them afterwards', async () => {
    const postgres = await sharedPostgres();
    const bot = await start({ DATABASE_URL: await postgres.createDatabase() });
    await new TeamsClient(bot).say('help');
    await postgres.crash();
    try {
      const startedAt = performance.now();
      const answer = await fetch(`${bot.url}/metrics`);
      const text = await answer.text();
      const took = performance.now() - startedAt;

      assert.equal(answer.status, 200);
      assert.ok(took < 3000, `${took} ms`);
      assert.deepEqual([samples(text, 'bot_requests'), samples(text, 'bot_jobs')], [{}, {}]);
      assert.equal(samples(text, TURNS)['kind="help",outcome="answered"'], 1);
    } finally {
      await postgres.restart();
    }
    await until(bot, (text) => Object.keys(samples(text, 'bot_requests')).length === 8);
  }).timeout(30_000);
});
