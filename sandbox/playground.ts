import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { type Child, startChild } from './child.ts';
import type { Person, Team } from './cloud/directory.ts';

export interface PlaygroundOptions {
  /** Must be free: the Playground would silently take another one. */
  readonly port: number;
  /** Where it sends activities: a relay, as it cannot sign them itself. */
  readonly botUrl: string;
  readonly tenantId: string;
  readonly bot: { readonly id: string; readonly name: string };
  /** Whose window it is. */
  readonly currentUser: Person;
  /** Everyone in the tenant, the current user included; the Playground wants exactly six. */
  readonly people: readonly Person[];
  readonly team: Team;
  readonly log: Writable;
}

/** One window of Microsoft's chat client, in the place of Teams. */
export interface Playground {
  readonly url: string;
  readonly exited: Child['exited'];
  close(): Promise<void>;
}

const READY_WITHIN_MS = 30_000;
const CLI = fileURLToPath(import.meta.resolve('@microsoft/m365agentsplayground/cli.js'));

/** The host under which the Playground names its own connector; the bot must be let write to it. */
export const playgroundHost = (port: number): string => `localhost:${port}`;

/** Starts Microsoft 365 Agents Playground for one person. */
export async function startPlayground(options: PlaygroundOptions): Promise<Playground> {
  const folder = await mkdtemp(join(tmpdir(), 'playground-'));
  const settings = join(folder, '.m365agentsplayground.yml');
  // JSON is YAML.
  await writeFile(settings, JSON.stringify(playgroundSettings(options), undefined, 2));
  const url = `http://${playgroundHost(options.port)}`;
  const child = startChild({
    name: `The Playground of ${options.currentUser.name}`,
    args: [
      CLI,
      'start',
      ...['--app-endpoint', options.botUrl],
      ...['--channel-id', 'msteams'],
      ...['--port', String(options.port)],
      '--disable-telemetry',
    ],
    cwd: folder,
    environment: {
      // It asks the public token service about sign-in cards; nothing may leave this machine.
      HTTPS_PROXY: 'http://127.0.0.1:9',
      TEAMSAPPTESTER_BROWSER: 'none',
      M365_AGENTS_PLAYGROUND_CONFIG_PATH: settings,
      M365_AGENTS_PLAYGROUND_LOGFILE: join(folder, 'playground.log'),
    },
    log: options.log,
  });
  const close = async () => {
    await child.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await child.ready(url, READY_WITHIN_MS);
  } catch (error) {
    await close();
    throw error;
  }
  return { url, exited: child.exited, close };
}

/** What the Playground reads at its start; it knows one channel besides the team's General. */
function playgroundSettings({ tenantId, bot, currentUser, people, team }: PlaygroundOptions) {
  return {
    version: '0.1.1',
    tenantId,
    bot: { id: `28:${bot.id}`, name: bot.name },
    currentUser: userSettings(currentUser),
    users: people.filter(({ mri }) => mri !== currentUser.mri).map(userSettings),
    personalChat: { id: `a:${currentUser.aadObjectId}` },
    groupChat: { id: '19:sandbox-group-chat@thread.v2', name: 'Group Chat' },
    team: {
      id: team.id,
      name: team.name,
      aadGroupId: team.aadGroupId,
      channels: team.channels.filter(({ id }) => id !== team.id).slice(0, 1),
    },
  };
}

function userSettings({ mri, aadObjectId, name, upn }: Person) {
  const [givenName = name, surname = name] = name.split(' ');
  return { id: mri, name, userPrincipleName: upn, aadObjectId, givenName, surname, email: upn };
}
