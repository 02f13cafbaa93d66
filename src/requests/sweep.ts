import { type Kysely, sql } from 'kysely';
import type { Tables } from '../database/tables.ts';
import type { Effect } from './request.ts';

const MOST = 100;

/**
 * Asks again for all work that is overdue for so long: its process may have died. What is under way
 * already is sorted out by leases, so asking once too often is harmless.
 */
export async function sweep(
  db: Kysely<Tables>,
  ask: (requestId: string, effects: readonly Effect[]) => void,
  now: Date,
  overdueMs: number,
): Promise<void> {
  const overdue = new Date(now.getTime() - overdueMs);
  const provision = await db
    .selectFrom('request')
    .select('id')
    .where('status', '=', 'provisioning')
    .where('provision_at', '<', overdue)
    .where(unleased('provision'))
    .orderBy('provision_at')
    .limit(MOST)
    .execute();
  for (const { id } of provision) ask(id, [{ job: 'provision' }]);
  const publish = await db
    .selectFrom('request')
    .select('id')
    .whereRef('published_version', '<', 'version')
    .where('publish_at', '<', overdue)
    .where(unleased('publish'))
    .orderBy('publish_at')
    .limit(MOST)
    .execute();
  for (const { id } of publish) ask(id, [{ job: 'publish' }]);
  const expire = await db
    .selectFrom('request')
    .select('id')
    .where('expires_at', '<', overdue)
    // Without it PGlite, which has no statistics, reads the whole table.
    .orderBy('expires_at')
    .limit(MOST)
    .execute();
  for (const { id } of expire) ask(id, [{ job: 'expire' }]);
}

const unleased = (work: 'provision' | 'publish') =>
  sql<boolean>`not exists (
    select from lease where name = ${sql.lit(work)} || ' ' || request.id and until > now()
  )`;
