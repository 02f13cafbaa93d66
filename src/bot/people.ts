import type { Kysely } from 'kysely';
import type { Tables } from '../database/tables.ts';
import { type Person, StoredPerson } from '../requests/person.ts';
import { Reference } from './origin.ts';

const MAX_REMEMBERED = 10_000;

/** The people who have met the bot, and where it can write to each alone. */
export class People {
  readonly #db: Kysely<Tables>;
  /** What the database is known to hold, so that most turns write nothing. */
  readonly #written = new Map<string, string>();

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  /**
   * `personalChat` is given where the turn came from there. A name that is empty leaves the known
   * one alone. True when the person has become
   * reachable alone just now.
   */
  async remember({ id, name, mri }: Person, personalChat?: Reference): Promise<boolean> {
    const person = JSON.stringify({ id, name, mri });
    const personal_chat = personalChat ? JSON.stringify(personalChat) : null;
    const key = `${id} ${personalChat ? 'alone' : ''}`;
    const written = `${person} ${personal_chat}`;
    if (this.#written.get(key) === written) return false;
    const isNew = personalChat !== undefined && !(await this.personalChats([id])).has(id);
    await this.#db
      .insertInto('person')
      .values({ id, person, personal_chat })
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet({
          ...(name === '' ? { id } : { person }),
          ...(personal_chat && { personal_chat }),
        }),
      )
      .execute();
    if (this.#written.size >= MAX_REMEMBERED) this.#written.clear();
    this.#written.set(key, written);
    return isNew;
  }

  /** What was written may no longer stand there: another process may have heard of a removal. */
  doubt(id: string): void {
    this.#written.delete(`${id} alone`);
  }

  /** The bot was removed from the person's chat. */
  async forgetChat(id: string): Promise<void> {
    this.doubt(id);
    await this.#db
      .updateTable('person')
      .set({ personal_chat: null })
      .where('id', '=', id)
      .execute();
  }

  async find(ids: readonly string[]): Promise<ReadonlyMap<string, Person>> {
    if (ids.length === 0) return new Map();
    const rows = await this.#db
      .selectFrom('person')
      .select(['id', 'person'])
      .where('id', 'in', ids)
      .execute();
    return new Map(rows.map(({ id, person }) => [id, StoredPerson.parse(person)]));
  }

  /** Where the bot can write to these people alone; those without such a chat are missing. */
  async personalChats(ids: readonly string[]): Promise<ReadonlyMap<string, Reference>> {
    if (ids.length === 0) return new Map();
    const rows = await this.#db
      .selectFrom('person')
      .select(['id', 'personal_chat'])
      .where('id', 'in', ids)
      .where('personal_chat', 'is not', null)
      .execute();
    return new Map(rows.map((row) => [row.id, Reference.parse(row.personal_chat)]));
  }
}
