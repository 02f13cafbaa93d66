import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { type Child, startChild } from './child.ts';

export interface BotOptions {
  /** The bot's variables; nothing else of ours reaches it, nor a developer's `.env`. */
  readonly environment: Readonly<Record<string, string>>;
  /** PEM of the authority that vouches for the sandbox's cloud. */
  readonly ca: string;
  readonly port: number;
  /** A folder that goes with the bot by default. */
  readonly dataDir?: string;
  readonly log: Writable;
  /** What is run: the program as it was written, unless a built one is given. */
  readonly program?: string;
  /** What Node is told besides. */
  readonly nodeOptions?: readonly string[];
}

/** The production program, in a process of its own. */
export interface Bot {
  /** Where it takes messages. */
  readonly url: string;
  readonly exited: Child['exited'];
  stop(): Promise<void>;
  /** Ends it at once, wherever it is, as kill -9 does. */
  kill(): Promise<void>;
}

const READY_WITHIN_MS = 30_000;
const PROGRAM = fileURLToPath(new URL('../src/index.ts', import.meta.url));

/** Starts the bot and waits until it is ready. */
export async function startBot(options: BotOptions): Promise<Bot> {
  const { environment, ca, port, log } = options;
  const folder = await mkdtemp(join(tmpdir(), 'exchange-connector-bot-'));
  const authority = join(folder, 'authority.pem');
  await writeFile(authority, ca);
  const child = startChild({
    name: 'The bot',
    args: [...(options.nodeOptions ?? []), options.program ?? PROGRAM],
    cwd: folder,
    environment: {
      DATA_DIR: options.dataDir ?? join(folder, 'data'),
      ...environment,
      HOST: '127.0.0.1',
      PORT: String(port),
      NODE_EXTRA_CA_CERTS: authority,
    },
    log,
  });
  const ended = (end: () => Promise<void>) => async () => {
    await end();
    await rm(folder, { recursive: true, force: true });
  };
  const stop = ended(child.stop);
  const origin = `http://127.0.0.1:${port}`;
  try {
    await child.ready(`${origin}/readyz`, READY_WITHIN_MS);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `${origin}/api/messages`, exited: child.exited, stop, kill: ended(child.kill) };
}
