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
    const subject = data.form ?? data.request ?? '';
    const row = { data: JSON.stringify(data), asked_at: now };
    await this.#db
      .insertInto('waiting_action')
      .values({ person_id: personId, verb, subject, ...row })
      .onConflict((conflict) => conflict.columns(['person_id', 'verb', 'subject']).doUpdateSet(row))
      .execute();
  }

  /** Hands over what waits for this person; whoever takes it first has it alone. */
  async take(personId: string, now: Date): Promise<readonly WaitingAction[]> {
    const rows = await this.#db
      .deleteFrom('waiting_action')
      .where('person_id', '=', personId)
      .returning(['verb', 'data', 'asked_at'])
      .execute();
    return rows
      .filter(({ asked_at }) => now.getTime() - asked_at.getTime() < WAITS_MS)
      .map(({ verb, data }) => ({ verb, data: StoredData.parse(data) }));
  }
}
