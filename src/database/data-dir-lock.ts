import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Another process has the embedded database open. */
export class DataDirInUse extends Error {
  override readonly name = 'DataDirInUse';
  constructor(dataDir: string, cause: unknown) {
    super(`DATA_DIR ${JSON.stringify(dataDir)} is in use by another process`, { cause });
  }
}

const SQLITE_BUSY = 5;

/**
 * Makes sure that no other process opens this folder's database, which would destroy it. A
 * transaction of SQLite holds a lock of the operating system, which goes with the process however
 * that ends. Returns the release. Throws `DataDirInUse`.
 */
export function lockDataDir(dataDir: string): () => void {
  mkdirSync(dataDir, { recursive: true });
  const lock = new DatabaseSync(join(dataDir, 'lock'), { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    const busy = error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY;
    throw busy ? new DataDirInUse(dataDir, error) : error;
  }
  return () => lock.close();
}
