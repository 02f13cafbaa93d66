import assert from 'node:assert/strict';
import type { Fault, Target } from '../sandbox/cloud/fault-catalogue.ts';
import { anInput } from './support/builders.ts';
import { adaptiveCard, answeredCard, verbs, words } from './support/cards.ts';
import { ChannelThread, showsIn } from './support/channel.ts';
import { DATABASE_KINDS, newHome } from './support/home.ts';
import { type RunningProcesses, runProcesses, runTwoProcesses } from './support/processes.ts';
import { TeamsClient } from './support/teams.ts';

const TIMING = { GRAPH_TIMEOUT: 'PT2S', GRAPH_SETTLE: 'PT1S' };

/** Where the process stands when it is killed: at the call that it waits for. */
const STEPS: readonly (readonly [step: string, Target, Fault])[] = [
  ['asking Entra for the token', 'entra.obo', { kind: 'hang' }],
  ['listing the connectors', 'graph.list', { kind: 'hang' }],
  ['posting, before Graph has done it', 'graph.create', { kind: 'hang' }],
  ['posting, after Graph has done it', 'graph.create', { kind: 'hang-after' }],
  ['updating the card, before Teams has done it', 'connector.update', { kind: 'hang' }],
  ['updating the card, after Teams has done it', 'connector.update', { kind: 'hang-after' }],
];

const PATHS: Partial<Record<Target, RegExp>> = {
  'entra.obo': /\/token$/,
  'graph.list': /exchangeConnectors$/,
  'graph.create': /exchangeConnectors$/,
  'connector.update': /\/activities\//,
};
const METHODS: Partial<Record<Target, string>> = {
  'graph.list': 'GET',
  'graph.create': 'POST',
  'connector.update': 'PUT',
};

for (const kind of DATABASE_KINDS) {
  describe(`a process on ${kind} that is killed and started again`, () => {
    let bot: RunningProcesses;
    let teams: TeamsClient;
    let started: number;
    const run = async (environment: Record<string, string> = {}) => {
      const home = await newHome(kind);
      bot = await runProcesses({
        count: 1,
        environment: { ...TIMING, ...environment, ...home },
      });
      teams = new TeamsClient(bot);
      started = 0;
    };
    afterEach(() => bot.close());

    /** Resolves when the program waits for the answer to such a call. */
    const reached = (target: Target) => {
      const { graph, entra, connector } = bot.cloud;
      const service = target.startsWith('graph')
        ? graph
        : target.startsWith('entra')
          ? entra
          : connector;
      const before = new Set(service.requests);
      return service.waitForRequest(
        (request) =>
          !before.has(request) &&
          (PATHS[target]?.test(request.path) ?? false) &&
          request.method === (METHODS[target] ?? request.method),
        15_000,
      );
    };
    const restart = async () => {
      await bot.kill(started);
      bot.cloud.faults.clear();
      started += 1;
      await bot.start();
    };

    for (const [step, target, fault] of STEPS) {
      it(`while ${step}: one connector, and every card tells so`, async () => {
        await run();
        const form = await teams.ask('new');
        bot.cloud.faults.set(target, fault);
        const arrived = reached(target);

        const pressed = teams.press(form, 'form.submit', anInput()).catch(() => undefined);
        await arrived;
        await restart();
        await pressed;

        const shown = await showsIn(
          bot,
          teams.conversationId,
          /^Exchange connector created/,
          30_000,
        );
        assert.equal(bot.cloud.graph.connectors.length, 1);
        assert.deepEqual(verbs(adaptiveCard(shown.activity)), ['request.refresh', 'form.open']);
        const again = await teams.press(form, 'form.submit', anInput());
        assert.match(words(answeredCard(again)), /^Exchange connector created/);
        assert.equal(bot.cloud.graph.connectors.length, 1);
      }).timeout(60_000);
    }

    it('right after it has said requested: nothing is lost', async () => {
      await run();
      const thread = new ChannelThread(bot);
      const card = await thread.ask();

      await restart();

      const own = await thread.seenBy(thread.megan, card);
      assert.ok(verbs(own).includes('request.approve'));
      const answer = await thread.megan.press(own, 'request.approve');
      assert.match(words(answeredCard(answer)), /connector created/);
      await thread.shows(/connector created/, 15_000);
    }).timeout(60_000);

    it('while it looks for a connector that it may have created: still one', async () => {
      await run();
      const form = await teams.ask('new');
      bot.cloud.faults.set('graph.create', { kind: 'reset-after', times: 1 });
      const posted = reached('graph.create');
      const pressed = teams.press(form, 'form.submit', anInput()).catch(() => undefined);
      await posted;
      bot.cloud.faults.set('graph.list', { kind: 'hang' });

      await reached('graph.list');
      await restart();
      await pressed;

      await showsIn(bot, teams.conversationId, /^Exchange connector created/, 30_000);
      const posts = bot.cloud.graph.requests.filter(({ method }) => method === 'POST');
      assert.equal(posts.length, 1);
      assert.equal(bot.cloud.graph.connectors.length, 1);
    }).timeout(60_000);

    it('while a request waits: its approvers are still reminded, and it expires', async () => {
      await run({ APPROVAL_REMINDS: 'PT3S', APPROVAL_EXPIRES: 'PT10S' });
      const thread = new ChannelThread(bot);
      await thread.ask();

      await restart();

      await thread.says(/waits for your decision/, 15_000);
      await thread.shows(/^Request expired/, 25_000);
    }).timeout(60_000);

    it('before it has asked for the sign-in: nothing was requested, and pressing again works', async () => {
      await run();
      const form = await teams.ask('new');
      bot.cloud.faults.set('tokens.get', { kind: 'hang' });
      const arrived = bot.cloud.tokens.waitForRequest(({ path }) => path.endsWith('GetToken'));

      const pressed = teams.press(form, 'form.submit', anInput()).catch(() => undefined);
      await arrived;
      await restart();
      await pressed;

      const again = await teams.press(form, 'form.submit', anInput());
      assert.match(words(answeredCard(again)), /connector created/);
      assert.equal(bot.cloud.graph.connectors.length, 1);
    }).timeout(60_000);
  });
}

describe('two processes on one database, one of which is killed at work', () => {
  let bot: RunningProcesses;
  let thread: ChannelThread;
  beforeEach(async function () {
    this.timeout(30_000);
    bot = await runTwoProcesses({ environment: TIMING });
    thread = new ChannelThread(bot);
  });
  afterEach(() => bot.close());

  for (const fault of [{ kind: 'hang' }, { kind: 'hang-after' }] as const) {
    it(`the other one finishes what it began, with one connector: ${fault.kind}`, async () => {
      const card = await thread.seenBy(thread.megan, await thread.ask());
      bot.cloud.faults.set('graph.create', { ...fault, times: 1 });
      const posted = bot.cloud.graph.waitForRequest(({ method }) => method === 'POST');

      const pressed = thread.megan.press(card, 'request.approve').catch(() => undefined);
      const attempt = (await posted).headers['client-request-id'];
      const worker = await bot.waitForLog(({ clientRequestId }) => clientRequestId === attempt);
      await bot.kill(worker.process);
      await pressed;

      await thread.shows(/connector created/, 40_000);
      assert.equal(bot.cloud.graph.connectors.length, 1);
      await thread.says(/is done/, 10_000);
    }).timeout(90_000);
  }
});
