import { rmSync } from 'node:fs';
import { cp, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../src/database/database.ts';
import { createLog } from '../../src/log.ts';
import { jobQueue } from '../../src/requests/jobs.ts';

/** What was made in this run; a test that fails leaves nothing behind either. */
const made = new Set<string>();
process.once('exit', () => {
  for (const dataDir of made) rmSync(dataDir, { recursive: true, force: true });
});

async function folder(name: string): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), `${name}-`));
  made.add(dataDir);
  return dataDir;
}

const fail = (error: unknown): never => {
  throw error;
};

/** An embedded database as the program makes it at its first start, which takes seconds. */
async function prepare(): Promise<string> {
  const dataDir = await folder('template');
  const database = await openDatabase({ type: 'embedded', dataDir }, fail);
  const nothing = () => Promise.resolve();
  const jobs = jobQueue(database, () => new Date(), createLog('silent'));
  await jobs.start({ provision: nothing, publish: nothing, expire: nothing, remind: nothing });
  await jobs.stop(0);
  await database.close();
  return dataDir;
}

let prepared: Promise<string> | undefined;

/** A data folder of its own, with an empty database of this version in it. */
export async function newDataDir(): Promise<string> {
  prepared ??= prepare();
  const template = await prepared;
  const dataDir = await folder('data');
  await cp(template, dataDir, { recursive: true });
  return dataDir;
}
