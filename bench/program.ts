import { PassThrough } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { startBot } from '../sandbox/bot.ts';
import { type Cloud, startCloud } from '../sandbox/cloud/cloud.ts';
import { choosePort } from '../sandbox/ports.ts';
import type { RunningBot } from '../test/support/bot.ts';
import { Calls } from './calls.ts';
import { type Posting, posting } from './posting.ts';
import { mapServices, SERVICES, type Traffic } from './traffic.ts';
import { probeEnvironment, readUsage, type Usage } from './usage.ts';

/** A file that Node runs, and with which options. */
export interface Runnable {
  readonly program: string;
  readonly nodeOptions?: readonly string[];
}

/** What is run, and where its state is. */
export interface Setup extends Runnable {
  readonly name: string;
  /** DATABASE_URL or DATA_DIR, where it has a database. */
  readonly environment: Readonly<Record<string, string>>;
}

/** One program in a process of its own, in a cloud of its own in this process. */
export interface Program {
  readonly name: string;
  /** For clients that prepare turns. */
  readonly bot: RunningBot;
  readonly calls: Calls;
  connect(connections: number): Posting;
  usage(): Promise<Usage>;
  /** Collects the garbage of all that was done so far. */
  collect(): Promise<void>;
  traffic(): Traffic;
  /** Waits until so long nothing was asked of the cloud: the work that turns leave is done. */
  quiet(ms: number): Promise<void>;
  /** How many lines its log has that warn. */
  warnings(): number;
}

export async function startProgram({ name, environment, ...runnable }: Setup): Promise<Program> {
  const { DATA_DIR: dataDir, ...others } = environment;
  const cloud = await startCloud();
  const calls = new Calls(SERVICES.map((service) => Number(new URL(cloud[service].url).port)));
  const probe = await choosePort();
  const log = new PassThrough();
  const heard = listen(log);
  const running = await startBot({
    environment: { ...cloud.environment, ...others, ...probeEnvironment(probe) },
    ca: cloud.ca,
    port: await choosePort(),
    log,
    ...runnable,
    ...(dataDir && { dataDir }),
  }).catch((cause: unknown) => {
    throw new Error(`${name} does not start. It says:\n${heard.words()}`, { cause });
  });
  const url = running.url.replace('/api/messages', '');
  // Teams uses a token for as long as it is valid; signing is no part of a turn.
  const authorization = await cloud.authorize({});
  return {
    name,
    bot: {
      cloud: { ...cloud, authorize: () => Promise.resolve(authorization) },
      url,
      log: [],
      async close() {
        await running.stop();
        await cloud.close();
      },
    },
    calls,
    connect: (connections) => posting(url, authorization, connections),
    usage: () => readUsage(probe),
    async collect() {
      await readUsage(probe, 'collect');
    },
    traffic: () => trafficOf(cloud),
    async quiet(ms) {
      for (;;) {
        const still = performance.now() - calls.lastAt;
        if (still >= ms) return;
        await setTimeout(ms - still);
      }
    },
    warnings: heard.warnings,
  };
}

const trafficOf = (cloud: Cloud): Traffic => ({
  requests: mapServices((service) => cloud[service].requests.length),
  connections: mapServices((service) => cloud[service].connections),
});

const WARNING = /"level":[456]0/g;
const KEPT = 4000;

/** Reads no more of a log than it must: this process is the cloud as well. */
function listen(log: PassThrough) {
  let warnings = 0;
  let tail = '';
  log.on('data', (chunk) => {
    warnings += `${chunk}`.match(WARNING)?.length ?? 0;
    tail = `${tail}${chunk}`.slice(-KEPT);
  });
  return { warnings: () => warnings, words: () => tail };
}
