import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BOT_APP_SECRET } from '../../sandbox/cloud/directory.ts';
import { processKeys } from '../../sandbox/cloud/keys.ts';
import type { openDatabase } from '../../src/database/database.ts';
import { newDataDir } from '../support/data-dir.ts';
import { sharedPostgres } from '../support/postgres.ts';

/** One way to set the program up, with what only its operator knows. */
export interface Setup {
  readonly environment: Readonly<Record<string, string>>;
  readonly database: Parameters<typeof openDatabase>[0];
  /** By what they are. */
  readonly secrets: Readonly<Record<string, string>>;
  /** PEM, where the app proves itself by that. */
  readonly certificate?: string;
  readonly remove: () => Promise<void>;
}

const PASSWORD = 'only-the-0perator.knows';

async function embedded(): Promise<Setup> {
  const dataDir = await newDataDir();
  return {
    environment: { DATA_DIR: dataDir },
    database: { type: 'embedded', dataDir },
    secrets: { 'the client secret': BOT_APP_SECRET },
    remove: () => rm(dataDir, { recursive: true }),
  };
}

async function postgres(): Promise<Setup> {
  const { cert, key } = await (await processKeys()).authority.issue('rsa');
  const folder = await mkdtemp(join(tmpdir(), 'certificate-'));
  const path = join(folder, 'bot.pem');
  await writeFile(path, `${key}\n${cert}`);
  // The server of the tests trusts everybody, and so takes any password.
  const url = new URL(await (await sharedPostgres()).createDatabase());
  url.password = PASSWORD;
  const [, firstLine = ''] = key.split('\n');
  return {
    environment: {
      DATABASE_URL: url.href,
      BOT_APP_SECRET: '',
      BOT_APP_CERTIFICATE_PATH: path,
    },
    database: { type: 'postgres', url: url.href },
    secrets: { 'the private key': firstLine, "the database's password": PASSWORD },
    certificate: cert,
    remove: () => rm(folder, { recursive: true }),
  };
}

export const SETUPS: Readonly<Record<string, () => Promise<Setup>>> = {
  'a client secret and the embedded database': embedded,
  'a certificate and PostgreSQL': postgres,
};
