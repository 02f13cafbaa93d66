import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { copyFile, mkdtemp, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startOptions } from '../test/support/start-options.ts';
import type { Runnable } from './program.ts';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * Builds the program beside the repository, so that no other build is in the way, for as long as
 * this process lives. Gives what `npm start` would run.
 */
export async function buildProgram(): Promise<Runnable> {
  const folder = await mkdtemp(join(tmpdir(), 'built-bot-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const output = join(folder, 'dist');
  // Types are the business of the tests.
  await run('npm', ['run', 'build', '--', '--outDir', output, '--noCheck'], { cwd: ROOT });
  await copyFile(join(ROOT, 'package.json'), join(folder, 'package.json'));
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  return { program: join(output, 'index.js'), nodeOptions: await startOptions() };
}
