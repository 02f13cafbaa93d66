import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { type Cloud, startCloud } from '../sandbox/cloud/cloud.ts';

const PROGRAM = join(import.meta.dirname, '../src/index.ts');

describe('the process', () => {
  let cloud: Cloud;
  let folder: string;
  before(async () => {
    cloud = await startCloud();
    folder = await mkdtemp(join(tmpdir(), 'process-'));
    await writeFile(join(folder, 'ca.pem'), cloud.ca);
  });
  after(async () => {
    await cloud.close();
    await rm(folder, { recursive: true });
  });

  const start = (environment: Record<string, string>): ChildProcess =>
    spawn(process.execPath, [PROGRAM], {
      cwd: folder,
      env: {
        PATH: process.env.PATH,
        ...cloud.environment,
        PORT: '0',
        HOST: '127.0.0.1',
        NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem'),
        ...environment,
      },
    });

  const listening = async (child: ChildProcess): Promise<number> => {
    assert.ok(child.stdout);
    for await (const line of createInterface(child.stdout)) {
      // Every line must be JSON, so a stray print fails here.
      const { port } = JSON.parse(line);
      if (port) return port;
    }
    throw new Error('the process ended');
  };

  it('ends with 0 on SIGTERM, and no longer listens', async () => {
    const child = start({});
    const port = await listening(child);

    child.kill('SIGTERM');
    const [code] = await once(child, 'exit');

    assert.equal(code, 0);
    await assert.rejects(fetch(`http://127.0.0.1:${port}/healthz`));
  });

  it('ends with 75 and says why when its database is in use', async () => {
    const first = start({});
    await listening(first);
    const second = start({});
    assert.ok(second.stderr);

    const [said, [code]] = await Promise.all([text(second.stderr), once(second, 'exit')]);
    first.kill('SIGTERM');
    await once(first, 'exit');

    assert.match(said, /DATA_DIR .* is in use by another process/);
    assert.equal(code, 75);
  });

  it('lets a `.env` file fill in what the environment leaves open', async () => {
    await writeFile(join(folder, '.env'), 'LOG_LEVEL=loud\nOAUTH_CONNECTION=ignored\n');
    const child = start({});
    assert.ok(child.stderr);

    const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
    await rm(join(folder, '.env'));

    assert.match(said, /LOG_LEVEL is "loud"/);
    assert.doesNotMatch(said, /OAUTH_CONNECTION/);
    assert.equal(code, 78);
  });

  it('names every mistake of its configuration on standard error, and prints nothing else', async () => {
    const child = start({ BOT_APP_ID: 'my-bot', BOT_APP_SECRET: '', PORT: 'x', CLOUD: 'mars' });
    assert.ok(child.stdout && child.stderr);

    const [printed, said, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'exit'),
    ]);

    const names = [...said.matchAll(/^ {2}- ([A-Z_]+) is /gm)].map(([, name]) => name);
    for (const name of ['BOT_APP_ID', 'BOT_APP_SECRET', 'PORT', 'CLOUD']) {
      assert.ok(names.includes(name), name);
    }
    assert.equal(printed, '');
    assert.equal(code, 78);
  });

  it('ends with 1 and says why when its database is not there, without its password', async () => {
    const child = start({
      DATABASE_URL: 'postgres://bot:hush@127.0.0.1:1/bot',
      LOG_LEVEL: 'trace',
    });
    assert.ok(child.stdout && child.stderr);

    const [printed, said, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'exit'),
    ]);

    assert.match(printed, /ECONNREFUSED/);
    assert.match(said, /ECONNREFUSED/);
    assert.doesNotMatch(printed + said, /hush/);
    assert.equal(code, 1);
  });

  it('ends with 1 and says why when its port is taken', async () => {
    const first = start({});
    const port = await listening(first);
    const second = start({ PORT: String(port), DATA_DIR: join(folder, 'other') });
    assert.ok(second.stdout);

    const [said, [code]] = await Promise.all([text(second.stdout), once(second, 'exit')]);
    first.kill('SIGTERM');
    await once(first, 'exit');

    assert.match(said, /EADDRINUSE/);
    assert.equal(code, 1);
  });
});
