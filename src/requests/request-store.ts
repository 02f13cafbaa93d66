import type { Kysely } from 'kysely';
import type { Tables } from '../database/tables.ts';
import * as audit from './audit.ts';
import type { Changes } from './changes.ts';
import { organizationKey } from './connector.ts';
import type { Happening } from './history.ts';
import type { JobQueue } from './jobs.ts';
import type { Person } from './person.ts';
import { type Asked, type Effect, isOpen, type Request } from './request.ts';
import { RequestReader, type Stored } from './request-reader.ts';
import { begin } from './transition.ts';

export interface NewRequest {
  readonly formId: string;
  readonly asked: Omit<Asked, 'number' | 'approvals'>;
  readonly approvers: readonly Person[];
  readonly origin: object;
  /** Stores what belongs to the request besides, in the same transaction. */
  readonly also?: Also;
}

/** Stores what belongs to a change, in the same transaction. */
export type Also = (db: Kysely<Tables>) => Promise<void>;

export type Creation =
  | { readonly ok: true; readonly stored: Stored }
  /** The form has become a request already, or was given up. */
  | { readonly ok: false; readonly because: 'form-used' }
  /** The organization has an open request. */
  | { readonly ok: false; readonly because: 'organization-open'; readonly stored: Stored };

/** Requests in the database. Every change is one transaction: state, audit and jobs, or nothing. */
export class RequestStore extends RequestReader {
  readonly #db: Kysely<Tables>;
  readonly #jobs: JobQueue;
  readonly #changes: Changes;

  constructor(db: Kysely<Tables>, jobs: JobQueue, changes: Changes) {
    super(db);
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
    await also?.(db);
    await this.#jobs.send(db, id, effects);
    await audit.append(db, id, { type: 'ask', at, by });
    const stored = { request: { ...request, number: row.number }, version: 1, approvers, origin };
    return { ok: true, stored };
  }

  /**
   * Stores what became of a request; undefined when somebody else wrote first. Throws
   * `OrganizationOpen` when another request for the organization has been opened meanwhile.
   */
  async save(
    before: Stored,
    request: Request,
    happening: Happening,
    effects: readonly Effect[],
    also?: Also,
  ): Promise<Stored | undefined> {
    const version = before.version + 1;
    const saved = await this.#db
      .transaction()
      .execute(async (db) => {
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
      })
      .catch((error) => {
        throw isRivalOrganization(error) ? new OrganizationOpen(error) : error;
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
  async markPublished(requestId: string, version: number): Promise<void> {
    await this.#db
      .updateTable('request')
      .set({ published_version: version })
      .where('id', '=', requestId)
      .where('published_version', '<', version)
      .execute();
  }

  /** Claims to tell those concerned of this version; false when that has been done already. */
  async claimTelling(requestId: string, version: number): Promise<boolean> {
    const result = await this.#db
      .updateTable('request')
      .set({ told_version: version })
      .where('id', '=', requestId)
      .where('told_version', '<', version)
      .executeTakeFirst();
    return result.numUpdatedRows > 0n;
  }

  /** Gives the claim back, because nobody could be told. */
  async giveTellingBack(requestId: string, version: number): Promise<void> {
    await this.#db
      .updateTable('request')
      .set({ told_version: version - 1 })
      .where('id', '=', requestId)
      .where('told_version', '=', version)
      .execute();
  }
}

/** The organization has another open request. */
export class OrganizationOpen extends Error {
  override readonly name = 'OrganizationOpen';
  constructor(cause?: unknown) {
    super('The organization has an open request', { cause });
  }
}

/** Named by the index that allows one open request for each organization. */
const isRivalOrganization = (error: unknown): boolean =>
  error instanceof Error && error.message.includes('request_open_organization');

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
