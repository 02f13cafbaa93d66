import { rm } from 'node:fs/promises';
import { PassThrough } from 'node:stream';
import { startBot } from '../sandbox/bot.ts';
import { startCloud } from '../sandbox/cloud/cloud.ts';
import { choosePort } from '../sandbox/ports.ts';
import type { RunningBot } from '../test/support/bot.ts';

/** The program in a process of its own, in a cloud of its own in this process. */
export interface Program {
  readonly bot: RunningBot;
  /** What the program says of itself, such as `process_cpu_seconds_total`. */
  metric(name: string): Promise<number>;
  /** How many lines its log has that warn. */
  warnings(): number;
}

const WARN = 40;

export async function startProgram(
  environment: Readonly<Record<string, string>>,
): Promise<Program> {
  const { DATA_DIR: dataDir, ...others } = environment;
  const cloud = await startCloud();
  const log = new PassThrough();
  const lines = recorded(log);
  const program = await startBot({
    environment: { ...cloud.environment, ...others },
    ca: cloud.ca,
    port: await choosePort(),
    log,
    ...(dataDir && { dataDir }),
  });
  const url = program.url.replace('/api/messages', '');
  // Teams uses a token for as long as it is valid; signing is no part of a turn.
  const authorization = await cloud.authorize({});
  return {
    bot: {
      cloud: { ...cloud, authorize: () => Promise.resolve(authorization) },
      url,
      log: lines,
      async close() {
        await program.stop();
        await cloud.close();
        if (dataDir) await rm(dataDir, { recursive: true });
      },
    },
    async metric(name) {
      const text = await (await fetch(`${url}/metrics`)).text();
      const line = text.split('\n').find((each) => each.startsWith(`${name} `));
      if (line === undefined) throw new Error(`The program does not tell ${name}`);
      return Number(line.slice(name.length));
    },
    warnings: () => lines.filter(({ level }) => Number(level) >= WARN).length,
  };
}

/** Every line that comes, parsed. */
function recorded(log: PassThrough): Record<string, unknown>[] {
  const lines: Record<string, unknown>[] = [];
  let rest = '';
  log.on('data', (chunk) => {
    const parts = `${rest}${chunk}`.split('\n');
    rest = parts.pop() ?? '';
    for (const line of parts) lines.push(line.startsWith('{') ? JSON.parse(line) : { msg: line });
  });
  return lines;
}
