import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataDirInUse, lockDataDir } from '../../src/database/data-dir-lock.ts';

const LOCK = new URL('../../src/database/data-dir-lock.ts', import.meta.url).href;

/** Locks the folder in a process of its own; says `locked`, or the name of the error. */
const SCRIPT = `
  const { lockDataDir } = await import(${JSON.stringify(LOCK)});
  try {
    lockDataDir(process.argv[1]);
    console.log('locked');
    setInterval(() => {}, 1e6);
  } catch (error) {
    console.log(error.name);
  }`;

describe('the lock of a data folder', () => {
  let parent: string;
  let dataDir: string;
  const children: ChildProcess[] = [];
  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'lock-'));
    dataDir = join(parent, 'not', 'there', 'yet');
  });
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    await rm(parent, { recursive: true, force: true });
  });

  async function inProcess(): Promise<{ readonly child: ChildProcess; readonly said: string }> {
    const args = ['--no-warnings', '--input-type=module', '-e', SCRIPT, dataDir];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(child);
    const [said] = await once(child.stdout, 'data');
    return { child, said: String(said).trim() };
  }

  it('makes the folder', () => {
    lockDataDir(dataDir)();
  });

  it('refuses a second time in this process, naming the folder', () => {
    const unlock = lockDataDir(dataDir);

    assert.throws(
      () => lockDataDir(dataDir),
      (error) => error instanceof DataDirInUse && error.message.includes(dataDir),
    );
    unlock();
  });

  it('can be had again once it was released', () => {
    lockDataDir(dataDir)();

    lockDataDir(dataDir)();
  });

  it('is refused in another process while this one has it', async () => {
    const unlock = lockDataDir(dataDir);

    assert.equal((await inProcess()).said, 'DataDirInUse');
    unlock();
  });

  it('goes with its process, however that ends', async () => {
    const { child, said } = await inProcess();
    assert.equal(said, 'locked');
    assert.throws(() => lockDataDir(dataDir), DataDirInUse);

    child.kill('SIGKILL');
    await once(child, 'exit');

    lockDataDir(dataDir)();
  });

  it('is not taken for in use when the folder cannot be made', async () => {
    const file = join(parent, 'file');
    await writeFile(file, '');

    assert.throws(() => lockDataDir(join(file, 'data')), { code: 'ENOTDIR' });
  });
});
