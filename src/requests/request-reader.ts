import { type Kysely, sql } from 'kysely';
import type { Tables } from '../database/tables.ts';
import { Entries, entriesOf } from './audit.ts';
import { organizationKey } from './connector.ts';
import type { Entry } from './history.ts';
import { type Person, StoredPerson } from './person.ts';
import type { Request } from './request.ts';
import { StoredRequest } from './stored-request.ts';

/** A request as it was read; `version` guards its next change. */
export interface Stored {
  readonly request: Request;
  readonly version: number;
  /** Who could decide it when it was asked for. */
  readonly approvers: readonly Person[];
  /** Where it was asked for; only the chat can read it. */
  readonly origin: unknown;
  /** What has happened to it, oldest first; a reminder that was sent meanwhile may be missing. */
  readonly history: readonly Entry[];
}

/** How a list begins, and how long it is. */
export interface ListPart {
  readonly requests: readonly Request[];
  /** Counted up to a hundred: beyond that nobody needs the number, and counting takes time. */
  readonly total: number;
  readonly isLonger: boolean;
}

const MOST_COUNTED = 100;

const OPEN = ['waiting', 'provisioning', 'blocked'] as const;
const LATEST = 10;

/** Reads requests in the database. */
export class RequestReader {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
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

  /** The person's open requests, newest first. */
  open(personId: string, most: number): Promise<ListPart> {
    return this.#part(most, 'desc', (requests) =>
      requests.where('requester_id', '=', personId).where('status', 'in', OPEN),
    );
  }

  /** Those that wait, and that the person could decide when they were asked for, oldest first. */
  waitingFor(personId: string, most: number): Promise<ListPart> {
    return this.#part(most, 'asc', (requests) => requests.where(waitsFor(personId)));
  }

  /** The first of those. */
  async waitingIds(personId: string, most: number): Promise<readonly string[]> {
    const rows = await this.#db
      .selectFrom('request')
      .select('id')
      .where(waitsFor(personId))
      .orderBy('number')
      .limit(most)
      .execute();
    return rows.map(({ id }) => id);
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
    const row = await this.#row(column, value).executeTakeFirst();
    return row && readStored(row);
  }

  #row(column: 'id' | 'form_id' | 'number', value: string | number) {
    return this.#db
      .selectFrom('request')
      .select(['document', 'number', 'version', 'origin', approversOf, entriesOf])
      .where(column, '=', value);
  }

  async #many(choose: Choose): Promise<readonly Request[]> {
    const rows = await choose(documents(this.#db)).execute();
    return rows.map(read);
  }

  /** Reads no more than is shown, however long the list is. */
  async #part(most: number, order: 'asc' | 'desc', choose: Choose): Promise<ListPart> {
    const counted = choose(documents(this.#db))
      .orderBy('number', order)
      .limit(MOST_COUNTED + 1);
    const rows = await this.#db
      .selectFrom(counted.as('counted'))
      .select(['document', 'number'])
      .select((count) => count.fn.countAll<string>().over().as('total'))
      .orderBy('number', order)
      .limit(most)
      .execute();
    const total = Number(rows[0]?.total ?? 0);
    const isLonger = total > MOST_COUNTED;
    return { requests: rows.map(read), total: isLonger ? MOST_COUNTED : total, isLonger };
  }
}

/** People decide once, and on what they asked for themselves only where the policy says so. */
const waitsFor = (personId: string) => sql<boolean>`(
  request.status = 'waiting'
  and not request.document -> 'approvals' @> ${JSON.stringify([{ by: { id: personId } }])}::jsonb
  and exists (select from approver where request_id = request.id and person_id = ${personId})
  and (
    request.requester_id <> ${personId}
    or (request.document #>> '{policy,selfApproval}')::boolean
  )
)`;

type Choose = (requests: ReturnType<typeof documents>) => ReturnType<typeof documents>;

const documents = (db: Kysely<Tables>) => db.selectFrom('request').select(['document', 'number']);

const approversOf = sql<unknown>`coalesce(
  (select jsonb_agg(person order by person_id) from approver where request_id = request.id), '[]'
)`.as('approvers');

/** A request as the database gives it. */
export interface RequestRow {
  readonly document: unknown;
  readonly number: number;
  readonly version: number;
  readonly origin: unknown;
  readonly approvers: unknown;
  readonly entries: unknown;
}

export const readStored = (row: RequestRow): Stored => ({
  request: read(row),
  version: row.version,
  approvers: StoredPerson.array().parse(row.approvers),
  origin: row.origin,
  history: Entries.parse(row.entries),
});

const read = ({ document, number }: { readonly document: unknown; readonly number: number }) =>
  StoredRequest.parse({ ...Object(document), number });
