import { sql } from 'kysely';
import { type Database, openDatabase } from '../../src/database/database.ts';
import { runProcesses } from '../support/processes.ts';
import { JOURNEYS } from './journeys.ts';
import { keepRows } from './kept-rows.ts';
import type { Setup } from './setups.ts';
import { Stage } from './stage.ts';
import { storedText } from './stored-text.ts';

/** Something that was said, and where, for whoever has to look it up. */
export interface Piece {
  readonly name: string;
  readonly text: string;
}

/** Everything that one run of the program has said, and what it must have kept to itself. */
export interface Told {
  /** Standard output and standard error. */
  readonly logged: readonly Piece[];
  /** Cards and messages: sent, updated and answered. */
  readonly said: readonly Piece[];
  /** All of the database, with what it had only for a while. */
  readonly stored: readonly Piece[];
  /** All that went over the wire to the cloud, with its headers: where secrets belong. */
  readonly travelled: string;
  readonly tokens: readonly string[];
  readonly codes: readonly string[];
}

const ENVIRONMENT = { LOG_LEVEL: 'trace', GRAPH_TIMEOUT: 'PT2S', GRAPH_SETTLE: 'PT1S' };

/** Runs the program through all journeys, ends it, and gathers what it has said. */
export async function tell(setup: Setup): Promise<Told> {
  const embedded = setup.database.type === 'embedded';
  // One process has it open, and it comes with its tables; the other gets them by the start.
  if (embedded) await openedFor(setup, keepRows);
  const bot = await runProcesses({
    count: 1,
    environment: { ...ENVIRONMENT, ...setup.environment },
  });
  const { cloud } = bot;
  if (setup.certificate) cloud.entra.trustCertificate(setup.certificate);
  const stage = new Stage(bot);
  try {
    if (!embedded) {
      await openedFor(setup, keepRows);
      await JOURNEYS.commands(stage);
      await openedFor(setup, breakConnections);
      await bot.waitForLog(({ msg }) => /connection to the database broke/.test(String(msg)));
    }
    for (const journey of Object.values(JOURNEYS)) await journey(stage);
  } finally {
    await bot.close();
  }
  const services = [cloud.entra, cloud.tokens, cloud.connector, cloud.graph];
  return {
    logged: bot.log.map((line) => ({ name: `${line.msg}`, text: JSON.stringify(line) })),
    said: [
      ...stage.answers.map((text) => ({ name: 'an answer', text })),
      ...cloud.connector.requests.map(({ method, path, body }) => ({
        name: `${method} ${path}`,
        text: JSON.stringify(body) ?? '',
      })),
    ],
    stored: await openedFor(setup, storedText),
    travelled: JSON.stringify(services.map(({ requests }) => requests)),
    tokens: [...cloud.entra.issued, ...stage.inbound, ...clientAssertions(cloud.entra.requests)],
    codes: stage.codes,
  };
}

async function openedFor<T>(setup: Setup, act: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase(setup.database, () => undefined);
  try {
    return await act(database);
  } finally {
    await database.close();
  }
}

/** Ends all others, as a restart of the server does. */
async function breakConnections({ db }: Database): Promise<void> {
  await sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`.execute(db);
}

/** What the bot signs itself in place of a secret. */
const clientAssertions = (requests: readonly { readonly body: unknown }[]): readonly string[] =>
  requests.flatMap(({ body }) => {
    const { client_assertion: assertion } = Object(body);
    return typeof assertion === 'string' ? [assertion] : [];
  });
