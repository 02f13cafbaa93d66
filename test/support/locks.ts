import { type Kysely, sql } from 'kysely';
import type { Tables } from '../../src/database/tables.ts';
import { until } from './until.ts';

/**
 * Until another connection waits for what this transaction has locked. The embedded database, which
 * has no address, has one connection, for which they wait before that.
 */
export async function untilOneWaits(trx: Kysely<Tables>): Promise<void> {
  const { rows } = await sql<{ readonly server: string | null }>`
    select inet_server_addr()::text as server`.execute(trx);
  if (!rows[0]?.server) return;
  await until(async () => {
    const waiting = await sql`
      select from pg_locks where pg_backend_pid() = any (pg_blocking_pids(pid)) and not granted
    `.execute(trx);
    return waiting.rows.length > 0;
  });
}
