import { type ChildProcess, spawn } from 'node:child_process';
import type { Writable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';

export interface ChildOptions {
  /** What people call it. */
  readonly name: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Everything that it prints. */
  readonly log: Writable;
}

export interface Child {
  /** Says how it ended; also when it was stopped. */
  readonly exited: Promise<string>;
  /** Answers once `url` does, or fails when the child ends before or takes too long. */
  ready(url: string, withinMs: number): Promise<void>;
  /** Asks it to end, and insists after a while. */
  stop(): Promise<void>;
  /** Ends it at once, wherever it is. */
  kill(): Promise<void>;
}

const KEPT = ['PATH', 'Path', 'HOME', 'TMPDIR', 'TMP', 'TEMP', 'SystemRoot', 'TZ'];
const PROBE_EVERY_MS = 100;
const PROBE_WITHIN_MS = 2_000;
const STOP_WITHIN_MS = 15_000;

/** The developer's own settings (`BOT_…`, `CLOUD_…`, proxies) have no place in a sandbox. */
const bareEnvironment = (): Record<string, string> =>
  Object.fromEntries(
    KEPT.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );

/** Runs a program of ours on this very Node. */
export function startChild({ name, args, cwd, environment, log }: ChildOptions): Child {
  const child = spawn(process.execPath, args, {
    cwd,
    env: { ...bareEnvironment(), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    // Its own process group: Ctrl-C reaches the launcher alone, which then ends all in order.
    detached: process.platform !== 'win32',
  });
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  // It must not outlive us, however we end.
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const exited = ending(child, name).finally(() => process.off('exit', kill));

  return {
    exited,
    async ready(url, withinMs) {
      const enough = AbortSignal.timeout(withinMs);
      const ended = exited.then((how): never => {
        throw new Error(how);
      });
      const late = `${name} did not answer at ${url} within ${withinMs} ms`;
      await Promise.race([ended, answers(url, enough, late)]);
    },
    async stop() {
      child.kill('SIGTERM');
      const insist = setTimeout(kill, STOP_WITHIN_MS);
      await exited;
      clearTimeout(insist);
    },
    async kill() {
      kill();
      await exited;
    },
  };
}

const ending = (child: ChildProcess, name: string): Promise<string> =>
  new Promise((resolve) => {
    child.once('error', (error) => resolve(`${name} did not start: ${error.message}`));
    child.once('close', (code, signal) =>
      resolve(`${name} ended (${signal ?? `exit code ${code}`})`),
    );
  });

async function answers(url: string, enough: AbortSignal, late: string): Promise<void> {
  while (!enough.aborted) {
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(PROBE_WITHIN_MS) });
      await response.body?.cancel();
      if (response.ok) return;
    } catch {
      // Not listening yet.
    }
    await pause(PROBE_EVERY_MS);
  }
  throw new Error(late);
}
