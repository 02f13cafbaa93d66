import type { Person } from './person.ts';
import type { Policy } from './policy.ts';

/** Who may approve, as the configuration names them; the ids are lower-case Entra object ids. */
export interface ApproverSources {
  /** The owners of the team; personal and group chats have none. */
  readonly owners: boolean;
  readonly people: readonly string[];
  readonly groups: readonly string[];
}

/** Whether enough people could approve a request of this person's. */
export type Quorum =
  | { readonly ok: true }
  | { readonly ok: false; readonly needed: number; readonly available: number };

export function quorum(
  approvers: readonly Person[],
  requester: Person,
  { approvalsNeeded: needed, selfApproval }: Policy,
): Quorum {
  const available = approvers.filter(({ id }) => selfApproval || id !== requester.id).length;
  return available >= needed ? { ok: true } : { ok: false, needed, available };
}
