import type { Writable } from 'node:stream';
import { type Bot, startBot } from './bot.ts';
import { type Cloud, startCloud } from './cloud/cloud.ts';
import { BOT_APP_ID, EVERYONE, type Person, TEAM, TENANT_ID } from './cloud/directory.ts';
import { type Playground, playgroundHost, startPlayground } from './playground.ts';
import { choosePort } from './ports.ts';
import { type Relay, startRelay } from './relay.ts';

export interface SandboxOptions {
  /** A window of the chat client for each of them. */
  readonly windows: readonly { readonly person: Person; readonly port?: number }[];
  /** Any free ones by default. */
  readonly botPort?: number;
  readonly controlPort?: number;
  /** Further variables of the bot. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Everything that the bot and the chat client print. */
  readonly log: Writable;
}

export interface Window {
  readonly person: Person;
  readonly url: string;
}

/** The production bot in a Microsoft cloud on this machine, and chat clients in front of it. */
export interface Sandbox {
  readonly cloud: Cloud;
  readonly windows: readonly Window[];
  /** Resolves when a part ends by itself, saying which. */
  readonly broken: Promise<string>;
  close(): Promise<void>;
}

export const BOT_NAME = 'Exchange connector bot';

/** Starts everything, or nothing. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { environment, log } = options;
  const closers: (() => Promise<void>)[] = [];
  /** Closes what was opened, newest first. */
  const close = async () => {
    for (let closer = closers.pop(); closer; closer = closers.pop()) await closer();
  };
  try {
    const botPort = await choosePort(options.botPort);
    const control = await choosePort(options.controlPort);
    const seats: { readonly person: Person; readonly port: number }[] = [];
    for (const { person, port } of options.windows) {
      seats.push({ person, port: await choosePort(port) });
    }

    const cloud = await startCloud({
      ports: { control },
      serviceHosts: seats.map(({ port }) => playgroundHost(port)),
    });
    closers.push(cloud.close);
    const bot: Bot = await startBot({
      environment: { ...cloud.environment, ...environment },
      ca: cloud.ca,
      port: botPort,
      log,
    });
    closers.push(bot.stop);

    const windows: (Window & Playground)[] = [];
    for (const { person, port } of seats) {
      const relay: Relay = await startRelay({ botUrl: bot.url, authorize: cloud.authorize });
      closers.push(relay.close);
      const playground = await startPlayground({
        port,
        botUrl: relay.url,
        tenantId: TENANT_ID,
        bot: { id: BOT_APP_ID, name: BOT_NAME },
        currentUser: person,
        people: EVERYONE,
        team: TEAM,
        log,
      });
      closers.push(playground.close);
      windows.push({ person, ...playground });
    }
    const broken = Promise.race([bot.exited, ...windows.map(({ exited }) => exited)]);
    return { cloud, windows, broken, close };
  } catch (error) {
    await close();
    throw error;
  }
}
