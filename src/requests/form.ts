import type { Draft } from './connector.ts';
import type { Person } from './person.ts';

/** Why a form is shown although nothing in it is wrong. */
export type Notice = 'forgotten';

/**
 * The card that a person fills in. It is theirs alone, and becomes at most one request.
 *
 * open ─submit→ submitted
 *  └──cancel──→ cancelled
 */
export interface Form {
  readonly id: string;
  readonly owner: Person;
  readonly status: 'open' | 'submitted' | 'cancelled';
  /** What it starts with. */
  readonly draft: Draft;
  readonly notice?: Notice | undefined;
  /** Where it was asked for, which decides about approval; only the chat can read it. */
  readonly origin: unknown;
  /** The message that shows it; only the chat can read it. */
  readonly place: unknown;
}
