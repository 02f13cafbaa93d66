import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Tables } from '../database/tables.ts';
import * as audit from './audit.ts';
import type { Changes } from './changes.ts';
import type { Happening } from './history.ts';
import type { JobQueue } from './jobs.ts';
import { alone, also, type Part } from './part.ts';
import type { Effect, Request } from './request.ts';
import { RequestReader, type Stored } from './request-reader.ts';
import {
  columns,
  insertRequest,
  type NewRequest,
  noteDue,
  updateRequest,
} from './request-statements.ts';
import { begin } from './transition.ts';

/** Throws when a change must not be made; in the same transaction, before it. */
export type Guard = (db: Kysely<Tables>) => Promise<void>;

/** What goes with a change. */
export interface With {
  readonly guard?: Guard | undefined;
  readonly parts?: readonly Part[] | undefined;
}

export type Creation =
  | { readonly ok: true; readonly stored: Stored }
  /** The form has become a request already, or was given up. */
  | { readonly ok: false; readonly because: 'form-used' }
  /** The organization has an open request. */
  | { readonly ok: false; readonly because: 'organization-open'; readonly stored: Stored };

/**
 * Requests in the database. Every change is one statement, for state and audit; where jobs have to be
 * stored with it, one transaction.
 */
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
    const { asked, approvers, origin } = wanted;
    const { id, requestedAt: at, requestedBy: by } = asked;
    const { request, effects } = begin({ ...asked, number: 0 });
    const entry = audit.entryOf(id, { type: 'ask', at, by });
    const number = await this.#atOnce(entry, effects, (db, appending) =>
      insertRequest(db, wanted, columns(request, effects, at), appending),
    );
    if (number === undefined) return this.#hindrance(wanted);
    this.#jobs.begin(id, effects);
    const stored = {
      request: { ...request, number },
      version: 1,
      approvers,
      origin,
      history: [audit.readEntry(entry)],
    };
    return { ok: true, stored };
  }

  /** Why a request could not be created; what was in the way may have ended in the meantime. */
  async #hindrance(wanted: NewRequest): Promise<Creation> {
    const form = await this.#db
      .selectFrom('form')
      .select('status')
      .where('id', '=', wanted.formId)
      .executeTakeFirst();
    if (form?.status !== 'open') return { ok: false, because: 'form-used' };
    const stored = await this.findOpen(wanted.asked.connector.exchangeOrganization);
    return stored ? { ok: false, because: 'organization-open', stored } : this.create(wanted);
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
    { guard, parts }: With = {},
  ): Promise<Stored | undefined> {
    const { id } = request;
    const version = before.version + 1;
    const entry = audit.entryOf(id, happening);
    const changes = { version, ...columns(request, effects, happening.at) };
    const saved = await this.#atOnce(
      entry,
      effects,
      (db, appending) => updateRequest(db, before, changes, appending, parts),
      guard,
    ).catch((error) => {
      throw isRivalOrganization(error) ? new OrganizationOpen(error) : error;
    });
    if (!saved) return undefined;
    const history = [...before.history, audit.readEntry(entry)];
    const stored = { ...before, request, version, history };
    this.#changes.announce(stored);
    this.#jobs.begin(id, effects);
    return stored;
  }

  /**
   * Makes a change, which is one statement with its entry. With a guard, or jobs to be stored, it is a
   * transaction, where the entry comes last: until its end nobody else can add one.
   */
  async #atOnce<T>(
    entry: audit.EntryText,
    effects: readonly Effect[],
    change: (db: Kysely<Tables>, appending: RawBuilder<unknown>) => Promise<T | undefined>,
    guard?: Guard,
  ): Promise<T | undefined> {
    if (!guard && !this.#jobs.mustStore(effects)) {
      return change(this.#db, audit.appending(entry));
    }
    return this.#db.transaction().execute(async (db) => {
      await guard?.(db);
      const changed = await change(db, sql`null`);
      if (changed === undefined) return undefined;
      await this.#jobs.send(db, entry.request, effects);
      await audit.append(db, entry);
      return changed;
    });
  }

  /** Leaves work, without a change of the request, and with it what `parts` change. */
  async send(requestId: string, effect: Effect, parts: readonly Part[] = []): Promise<void> {
    await this.#db.transaction().execute(async (db) => {
      // First of all the request: whoever changes it locks it before what belongs to it.
      await noteDue(db, requestId, effect);
      for (const part of parts) await alone(db, requestId, part);
      await this.#jobs.send(db, requestId, [effect]);
    });
    this.#jobs.begin(requestId, [effect]);
  }

  /** Writes down what did not change the request, with the work that follows. */
  async note(requestId: string, happening: Happening, effects: readonly Effect[]): Promise<void> {
    const entry = audit.entryOf(requestId, happening);
    await this.#atOnce(entry, effects, async (db, appending) => {
      await sql`select ${appending}`.execute(db);
      return true;
    });
    this.#jobs.begin(requestId, effects);
  }

  /**
   * Every place shows at least this version; gives the one that is stored by now. Undefined, and
   * nothing is changed, when publishing was asked for once more since it had been `asked` so often.
   */
  async markPublished(
    requestId: string,
    version: number,
    asked = 0,
    parts?: readonly Part[],
  ): Promise<number | undefined> {
    const { rows } = await sql<{ readonly version: number }>`
      with changed as (
        update request set published_version = greatest(published_version, ${version})
        where id = ${requestId} and publish_asked = ${asked} returning id, version
      )${also(parts)}
      select version from changed`.execute(this.#db);
    return rows[0]?.version;
  }

  /** Publishes this version later; false when there is something newer to publish. */
  async putOffPublishing(
    requestId: string,
    version: number,
    asked: number,
    at: Date,
  ): Promise<boolean> {
    const effects = [{ job: 'publish', at }] as const;
    const isPutOff = await this.#db.transaction().execute(async (db) => {
      const { numUpdatedRows } = await db
        .updateTable('request')
        .set({ publish_at: at })
        .where('id', '=', requestId)
        .where('version', '=', version)
        .where('publish_asked', '=', asked)
        .executeTakeFirst();
      if (numUpdatedRows > 0n) await this.#jobs.send(db, requestId, effects);
      return numUpdatedRows > 0n;
    });
    if (isPutOff) this.#jobs.begin(requestId, effects);
    return isPutOff;
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
