import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Tables } from '../database/tables.ts';
import * as audit from './audit.ts';
import type { Changes } from './changes.ts';
import type { Entry, Happening } from './history.ts';
import type { JobQueue } from './jobs.ts';
import { type Person, StoredPerson } from './person.ts';
import { type Asked, type Effect, isOpen, type Request } from './request.ts';
import { StoredRequest } from './stored-request.ts';
import { begin } from './transition.ts';

/** A request as it was read; `version` guards its next change. */
export interface Stored {
  readonly request: Request;
  readonly version: number;
  /** Who could decide it when it was asked for. */
  readonly approvers: readonly Person[];
  /** Where it was asked for; only the chat can read it. */
  readonly origin: unknown;
}

export interface NewRequest {
  readonly formId: string;
  readonly asked: Omit<Asked, 'number' | 'approvals'>;
  readonly approvers: readonly Person[];
  readonly origin: object;
  /** Stores what belongs to the request besides, in the same transaction. */
  readonly also?: (db: Kysely<Tables>, requestId: string) => Promise<void>;
}

export type Creation =
  | { readonly ok: true; readonly stored: Stored }
  /** The form has become a request already, or was given up. */
  | { readonly ok: false; readonly because: 'form-used' }
  /** The organization has an open request. */
  | { readonly ok: false; readonly because: 'organization-open'; readonly stored: Stored };

const OPEN = ['waiting', 'provisioning', 'blocked'] as const;
const LATEST = 10;

/** How organizations are compared: without regard to case. */
export const organizationKey = (organization: string): string =>
  organization.normalize('NFC').toLowerCase();

/** Requests in the database. Every change is one transaction: state, audit and jobs, or nothing. */
export class RequestStore {
  readonly #db: Kysely<Tables>;
  readonly #jobs: JobQueue;
  readonly #changes: Changes;

  constructor(db: Kysely<Tables>, jobs: JobQueue, changes: Changes) {
    this.#db = db;
    this.#jobs = jobs;
    this.#changes = changes;
  }

  /** Stores a new request, unless its form or its organization has one. */
  async create(wanted: NewRequest): Promise<Creation> {
    try {
      return await this.#db.transaction().execute((db) => this.#insert(db, wanted));
    } catch (error) {
      if (!(error instanceof OrganizationOpen)) throw error;
      const stored = await this.findOpen(wanted.asked.connector.exchangeOrganization);
      // What was in the way may have ended in the meantime.
      return stored ? { ok: false, because: 'organization-open', stored } : this.create(wanted);
    }
  }

  async #insert(db: Kysely<Tables>, wanted: NewRequest): Promise<Creation> {
    const { formId, asked, approvers, origin, also } = wanted;
    const { id, requestedAt: at, requestedBy: by } = asked;
    // One form after the other: of many presses of one form the first gets on.
    const form = await db
      .updateTable('form')
      .set({ status: 'submitted' })
      .where('id', '=', formId)
      .where('status', '=', 'open')
      .executeTakeFirst();
    if (form.numUpdatedRows === 0n) return { ok: false, because: 'form-used' };
    const { request, effects } = begin({ ...asked, number: 0 });
    const row = await db
      .insertInto('request')
      .values({
        id,
        form_id: formId,
        organization: organizationKey(asked.connector.exchangeOrganization),
        requester_id: by.id,
        origin: JSON.stringify(origin),
        version: 1,
        published_version: 0,
        told_version: 0,
        ...columns(request, effects, at),
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning('number')
      .executeTakeFirst();
    if (!row) throw new OrganizationOpen();
    await insertApprovers(db, id, approvers);
    await also?.(db, id);
    await this.#jobs.send(db, id, effects);
    await audit.append(db, id, { type: 'ask', at, by });
    const stored = { request: { ...request, number: row.number }, version: 1, approvers, origin };
    return { ok: true, stored };
  }

  /** Stores what became of a request; undefined when somebody else wrote first. */
  async save(
    before: Stored,
    request: Request,
    happening: Happening,
    effects: readonly Effect[],
    also?: (db: Kysely<Tables>) => Promise<void>,
  ): Promise<Stored | undefined> {
    const version = before.version + 1;
    const saved = await this.#db.transaction().execute(async (db) => {
      const result = await db
        .updateTable('request')
        .set({ version, ...columns(request, effects, happening.at) })
        .where('id', '=', request.id)
        .where('version', '=', before.version)
        .executeTakeFirst();
      if (result.numUpdatedRows === 0n) return false;
      await also?.(db);
      await this.#jobs.send(db, request.id, effects);
      await audit.append(db, request.id, happening);
      return true;
    });
    if (!saved) return undefined;
    this.#changes.announce(request.id);
    return { ...before, request, version };
  }

  /** Leaves work for later, without a change of the request. */
  async send(requestId: string, effect: Effect): Promise<void> {
    await this.#db.transaction().execute(async (db) => {
      const due = 'at' in effect ? effect.at : undefined;
      if (due && effect.job === 'provision') {
        await db
          .updateTable('request')
          .set({ provision_at: due })
          .where('id', '=', requestId)
          .where('status', '=', 'provisioning')
          .execute();
      }
      if (due && effect.job === 'publish') {
        await db
          .updateTable('request')
          .set({ publish_at: due })
          .where('id', '=', requestId)
          .execute();
      }
      await this.#jobs.send(db, requestId, [effect]);
    });
  }

  /** Writes down what did not change the request, with the work that follows. */
  async note(requestId: string, happening: Happening, effects: readonly Effect[]): Promise<void> {
    await this.#db.transaction().execute(async (db) => {
      await this.#jobs.send(db, requestId, effects);
      await audit.append(db, requestId, happening);
    });
  }

  /** Every place shows at least this version. */
  async published(requestId: string, version: number): Promise<void> {
    await this.#db
      .updateTable('request')
      .set({ published_version: version })
      .where('id', '=', requestId)
      .where('published_version', '<', version)
      .execute();
  }

  /** False when those concerned have been told of this version already. */
  async told(requestId: string, version: number): Promise<boolean> {
    const result = await this.#db
      .updateTable('request')
      .set({ told_version: version })
      .where('id', '=', requestId)
      .where('told_version', '<', version)
      .executeTakeFirst();
    return result.numUpdatedRows > 0n;
  }

  find(id: string): Promise<Stored | undefined> {
    return this.#one('id', id);
  }

  findByNumber(number: number): Promise<Stored | undefined> {
    return this.#one('number', number);
  }

  findByForm(formId: string): Promise<Stored | undefined> {
    return this.#one('form_id', formId);
  }

  async findOpen(organization: string): Promise<Stored | undefined> {
    const row = await this.#db
      .selectFrom('request')
      .select(['id'])
      .where('organization', '=', organizationKey(organization))
      .where('status', 'in', OPEN)
      .executeTakeFirst();
    return row && this.find(row.id);
  }

  history(requestId: string): Promise<readonly Entry[]> {
    return audit.historyOf(this.#db, requestId);
  }

  /** The person's open requests, newest first. */
  open(personId: string): Promise<readonly Request[]> {
    return this.#many((requests) =>
      requests
        .where('requester_id', '=', personId)
        .where('status', 'in', OPEN)
        .orderBy('number', 'desc'),
    );
  }

  /** Those that wait, and that the person was named an approver of, oldest first. */
  waitingFor(personId: string): Promise<readonly Request[]> {
    return this.#many((requests) =>
      requests
        .where('status', '=', 'waiting')
        .where((where) =>
          where.exists(
            where
              .selectFrom('approver')
              .select('person_id')
              .whereRef('approver.request_id', '=', 'request.id')
              .where('approver.person_id', '=', personId),
          ),
        )
        .orderBy('number'),
    );
  }

  /** The person's latest finished requests, newest first. */
  finished(personId: string): Promise<readonly Request[]> {
    return this.#many((requests) =>
      requests
        .where('requester_id', '=', personId)
        .where('status', 'not in', OPEN)
        .orderBy('number', 'desc')
        .limit(LATEST),
    );
  }

  async countByStatus(): Promise<ReadonlyMap<string, number>> {
    const rows = await this.#db
      .selectFrom('request')
      .select(['status', (count) => count.fn.countAll<string>().as('count')])
      .groupBy('status')
      .execute();
    return new Map(rows.map(({ status, count }) => [status, Number(count)]));
  }

  async #one(
    column: 'id' | 'form_id' | 'number',
    value: string | number,
  ): Promise<Stored | undefined> {
    const row = await this.#db
      .selectFrom('request')
      .select(['document', 'number', 'version', 'origin', approversOf])
      .where(column, '=', value)
      .executeTakeFirst();
    if (!row) return undefined;
    const approvers = StoredPerson.array().parse(row.approvers);
    return { request: read(row), version: row.version, approvers, origin: row.origin };
  }

  async #many(
    choose: (requests: ReturnType<typeof documents>) => ReturnType<typeof documents>,
  ): Promise<readonly Request[]> {
    const rows = await choose(documents(this.#db)).execute();
    return rows.map(read);
  }
}

/** Ends the transaction: the organization has an open request. */
class OrganizationOpen extends Error {
  override readonly name = 'OrganizationOpen';
}

async function insertApprovers(
  db: Kysely<Tables>,
  requestId: string,
  approvers: readonly Person[],
): Promise<void> {
  if (approvers.length === 0) return;
  const rows = approvers.map((person) => ({
    request_id: requestId,
    person_id: person.id,
    person: JSON.stringify(person),
  }));
  await db.insertInto('approver').values(rows).execute();
}

const documents = (db: Kysely<Tables>) => db.selectFrom('request').select(['document', 'number']);

const approversOf = sql<unknown>`coalesce(
  (select jsonb_agg(person order by person_id) from approver where request_id = request.id), '[]'
)`.as('approvers');

const read = ({ document, number }: { readonly document: unknown; readonly number: number }) =>
  StoredRequest.parse({ ...Object(document), number });

/** What the columns say of a request besides its document. */
function columns(request: Request, effects: readonly Effect[], at: Date) {
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
