import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Tables } from '../database/tables.ts';
import type { ActionData } from './turn.ts';

export interface WaitingAction {
  readonly verb: string;
  readonly data: ActionData;
}

const StoredData = z.object({
  form: z.string().optional(),
  request: z.string().optional(),
  inputs: z.record(z.string(), z.unknown()),
});

/** A sign-in that takes longer than this is no longer for what was pressed before. */
const WAITS_MS = 60 * 60_000;

/**
 * What people pressed on old clients, whose cards cannot ask to sign in by themselves: kept until
 * they have signed in, to go on by itself then.
 */
export class WaitingActions {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async keep(personId: string, { verb, data }: WaitingAction, now: Date): Promise<void> {
    const subject = subjectOf(data);
    const row = { data: JSON.stringify(data), asked_at: now };
    await this.#db
      .insertInto('waiting_action')
      .values({ person_id: personId, verb, subject, ...row })
      .onConflict((conflict) => conflict.columns(['person_id', 'verb', 'subject']).doUpdateSet(row))
      .execute();
  }

  /** What waits for this person. */
  async of(personId: string, now: Date): Promise<readonly WaitingAction[]> {
    const rows = await this.#db
      .selectFrom('waiting_action')
      .select(['verb', 'data'])
      .where('person_id', '=', personId)
      .where('asked_at', '>', tooOld(now))
      .execute();
    return rows.map(({ verb, data }) => ({ verb, data: StoredData.parse(data) }));
  }

  /** The action was carried out, or has turned out to be impossible. */
  async done(personId: string, { verb, data }: WaitingAction): Promise<void> {
    await this.#db
      .deleteFrom('waiting_action')
      .where('person_id', '=', personId)
      .where('verb', '=', verb)
      .where('subject', '=', subjectOf(data))
      .execute();
  }

  /** What was typed is not kept for those who never sign in. */
  async forgetOld(now: Date): Promise<void> {
    await this.#db.deleteFrom('waiting_action').where('asked_at', '<=', tooOld(now)).execute();
  }
}

const tooOld = (now: Date): Date => new Date(now.getTime() - WAITS_MS);

const subjectOf = ({ form, request }: ActionData): string => form ?? request ?? '';
