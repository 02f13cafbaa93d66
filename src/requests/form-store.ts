import { CompiledQuery, type Kysely, type Selectable } from 'kysely';
import { z } from 'zod';
import type { FormTable, Tables } from '../database/tables.ts';
import { type Draft, draftOf } from './connector.ts';
import type { Form, Notice } from './form.ts';
import { type Person, StoredPerson } from './person.ts';

const Notices = z.enum(['forgotten'] satisfies readonly Notice[]);

/** Texts, as every form needs both, and building a statement is up to a third of its cost on PGlite. */
const OPEN = `
  insert into form (id, owner_id, owner, status, draft, origin, created_at)
  values ($1, $2, $3, 'open', $4, $5, $6)`;
const REMEMBER = 'update form set place = $2 where id = $1';

export interface NewForm {
  readonly owner: Person;
  readonly origin: object;
  readonly draft: Draft;
}

/** Forms in the database. */
export class FormStore {
  readonly #db: Kysely<Tables>;
  readonly #newId: () => string;
  readonly #now: () => Date;

  constructor(db: Kysely<Tables>, newId: () => string, now: () => Date) {
    this.#db = db;
    this.#newId = newId;
    this.#now = now;
  }

  /** Gives the id of the new form. */
  async open(form: NewForm): Promise<string> {
    const { id, owner_id, owner, draft, origin, created_at } = this.#rowOf(form);
    await this.#run(OPEN, [id, owner_id, owner, draft, origin, created_at]);
    return id;
  }

  /**
   * The form in place of one that this database does not know: the first call opens it, later ones
   * find it. It has an id of its own, so that only a press on the new card submits it.
   */
  async reopen(forgottenId: string, owner: Person, origin: object, draft: Draft): Promise<Form> {
    const notice: Notice = 'forgotten';
    const row = await this.#db
      .insertInto('form')
      .values({
        ...this.#rowOf({ owner, origin, draft }),
        notice,
        replaces: forgottenId,
        place: null,
      })
      .onConflict((conflict) =>
        // Changes nothing, and so gives back the row that stands there.
        conflict.column('replaces').doUpdateSet({ notice }),
      )
      .returningAll()
      .executeTakeFirstOrThrow();
    return read(row);
  }

  async find(id: string): Promise<Form | undefined> {
    const row = await this.#db
      .selectFrom('form')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirst();
    return row && read(row);
  }

  /** False when the form was submitted or cancelled before. */
  async cancel(id: string): Promise<boolean> {
    const result = await this.#db
      .updateTable('form')
      .set({ status: 'cancelled' })
      .where('id', '=', id)
      .where('status', '=', 'open')
      .executeTakeFirst();
    return result.numUpdatedRows > 0n;
  }

  async remember(id: string, place: object): Promise<void> {
    await this.#run(REMEMBER, [id, JSON.stringify(place)]);
  }

  async #run(statement: string, values: unknown[]): Promise<void> {
    await this.#db.executeQuery(CompiledQuery.raw(statement, values));
  }

  #rowOf({ owner, origin, draft }: NewForm) {
    return {
      id: this.#newId(),
      owner_id: owner.id,
      owner: JSON.stringify(owner),
      status: 'open' as const,
      draft: JSON.stringify(draft),
      origin: JSON.stringify(origin),
      created_at: this.#now(),
    };
  }
}

const read = ({
  id,
  owner,
  status,
  draft,
  notice,
  origin,
  place,
}: Selectable<FormTable>): Form => ({
  id,
  owner: StoredPerson.parse(owner),
  status,
  draft: draftOf(Object(draft)),
  notice: Notices.optional()
    .catch(undefined)
    .parse(notice ?? undefined),
  origin,
  place,
});
