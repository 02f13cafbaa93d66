import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { Client } from 'pg';
import { type PostgresServer, sharedPostgres, startPostgres } from './postgres.ts';

async function query(url: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = new Client(url);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

async function show(url: string, setting: string): Promise<string> {
  const [row] = await query(url, `SHOW ${setting}`);
  return String(row?.[setting]);
}

describe('the PostgreSQL of the tests', function () {
  this.timeout(15_000);

  it('is one server for the whole run', async () => {
    assert.equal(await sharedPostgres(), await sharedPostgres());
  });

  it('creates databases that know nothing of each other', async () => {
    const server = await sharedPostgres();

    const urls = await Promise.all([1, 2, 3, 4].map(() => server.createDatabase()));
    for (const url of urls) await query(url, 'CREATE TABLE mine (id int)');

    assert.equal(new Set(urls).size, 4);
  });

  it('listens on this machine only, and writes to disk before it says so', async () => {
    const url = await (await sharedPostgres()).createDatabase();

    assert.equal(await show(url, 'listen_addresses'), '127.0.0.1');
    assert.equal(await show(url, 'unix_socket_directories'), '');
    assert.equal(await show(url, 'max_connections'), '200');
    assert.equal(await show(url, 'fsync'), 'on');
  });

  describe('started and stopped', () => {
    let server: PostgresServer;
    let url: string;
    before(async () => {
      server = await startPostgres();
      url = await server.createDatabase();
    });
    after(() => server.close());

    it('keeps through a crash what was committed, and nothing else', async () => {
      await query(url, 'CREATE TABLE kept (id int)');
      const open = new Client(url);
      const cut = once(open, 'error');
      await open.connect();
      await open.query('BEGIN; INSERT INTO kept VALUES (1)');

      await server.crash();

      await cut;
      await assert.rejects(query(url, 'SELECT 1'), { code: 'ECONNREFUSED' });
      await server.restart();
      assert.deepEqual(await query(url, 'SELECT * FROM kept'), []);
      assert.notEqual(await server.createDatabase(), url);
    });

    it('says in the words of the server why it does not start', async () => {
      const settings = join(await show(url, 'data_directory'), 'postgresql.auto.conf');
      await writeFile(settings, 'nonsense = 1');

      await assert.rejects(server.restart(), /unrecognized configuration parameter "nonsense"/);

      await writeFile(settings, '');
      await server.restart();
    });

    it('leaves nothing behind', async () => {
      const folder = dirname(await show(url, 'data_directory'));
      assert.ok(existsSync(folder));

      await server.close();

      assert.ok(!existsSync(folder));
      await assert.rejects(query(url, 'SELECT 1'), { code: 'ECONNREFUSED' });
    });
  });

  it('does not outlive its process, even one that is killed', async () => {
    // Outside of mocha nobody provides the hook that the module registers.
    const program = `
      globalThis.after = () => {};
      const { startPostgres } = await import('./postgres.ts');
      console.log(await (await startPostgres()).createDatabase());`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
      cwd: import.meta.dirname,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const { value: url } = await createInterface(child.stdout)[Symbol.asyncIterator]().next();
    assert.ok(url, 'the process printed no connection string');
    const folder = dirname(await show(url, 'data_directory'));

    child.kill('SIGKILL');

    while (existsSync(folder)) await setTimeout(20);
    await assert.rejects(query(url, 'SELECT 1'), { code: 'ECONNREFUSED' });
  });
});
