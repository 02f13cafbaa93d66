import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Tables } from '../database/tables.ts';
import { organizationKey } from './connector.ts';
import { also, type Part } from './part.ts';
import type { Person } from './person.ts';
import { type Asked, type Effect, isOpen, type Request } from './request.ts';
import type { Stored } from './request-reader.ts';

export interface NewRequest {
  readonly formId: string;
  readonly asked: Omit<Asked, 'number' | 'approvals'>;
  readonly approvers: readonly Person[];
  readonly origin: object;
  /** What is stored with it. */
  readonly parts?: readonly Part[];
}

/**
 * Takes the form and stores its request; gives its number. One form after the other: of many presses
 * of one form the first gets on.
 */
export async function insertRequest(
  db: Kysely<Tables>,
  { formId, asked, approvers, origin, parts = [] }: NewRequest,
  state: ReturnType<typeof columns>,
  appending: RawBuilder<unknown>,
): Promise<number | undefined> {
  const values = {
    id: asked.id,
    form_id: formId,
    organization: organizationKey(asked.connector.exchangeOrganization),
    requester_id: asked.requestedBy.id,
    origin: JSON.stringify(origin),
    version: 1,
    published_version: 0,
    told_version: 0,
    ...state,
  };
  const { rows } = await sql<{ readonly number: number }>`
    with free as (
      select from form where id = ${formId} and status = 'open' for update
    ), changed as (
      insert into request (${sql.join(Object.keys(values).map((name) => sql.ref(name)))})
      select ${sql.join(Object.values(values))} from free
      on conflict do nothing
      returning id, number
    ), used as (
      update form set status = 'submitted' where id = ${formId} and exists (select from changed)
    )${also([...insertApprovers(approvers), ...parts])}
    select number, ${appending} from changed`.execute(db);
  return rows[0]?.number;
}

/** Stores a new state, if it follows from that which is stored. */
export async function updateRequest(
  db: Kysely<Tables>,
  { request: { id }, version }: Stored,
  changes: object,
  appending: RawBuilder<unknown>,
  parts: readonly Part[] | undefined,
): Promise<true | undefined> {
  const set = Object.entries(changes).map(([name, value]) => sql`${sql.ref(name)} = ${value}`);
  const { rows } = await sql`
    with changed as (
      update request set ${sql.join(set)} where id = ${id} and version = ${version} returning id
    )${also(parts)}
    select ${appending} from changed`.execute(db);
  return rows.length > 0 || undefined;
}

function insertApprovers(approvers: readonly Person[]): readonly Part[] {
  if (approvers.length === 0) return [];
  const part = sql`
    insert into approver (request_id, person_id, person)
    select changed.id, person ->> 'id', person
    from changed, jsonb_array_elements(${JSON.stringify(approvers)}::jsonb) as person`;
  return [part];
}

/** Writes down what the sweep would find, and not find done. */
export async function noteDue(
  db: Kysely<Tables>,
  requestId: string,
  { job, at }: Effect,
): Promise<void> {
  const request = db.updateTable('request').where('id', '=', requestId);
  if (job === 'provision' && at) {
    await request.set({ provision_at: at }).where('status', '=', 'provisioning').execute();
  }
  if (job === 'publish') {
    // There is a place that shows less than all others, or none yet.
    await request
      .set((column) => ({
        published_version: 0,
        publish_asked: column('publish_asked', '+', 1),
        publish_at: sql<Date>`least(publish_at, now())`,
      }))
      .execute();
  }
}

/** What the columns say of a request besides its document. */
export function columns(request: Request, effects: readonly Effect[], at: Date) {
  const work = effects.find(({ job }) => job === 'provision');
  return {
    status: request.status,
    executor_id: 'executor' in request ? request.executor.id : null,
    document: JSON.stringify(request),
    expires_at: isOpen(request.status) && 'expiresAt' in request ? request.expiresAt : null,
    provision_at:
      request.status === 'provisioning' ? (work && 'at' in work && work.at) || at : null,
    publish_at: at,
  };
}
