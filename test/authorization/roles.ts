import { FOREIGN_TENANT_ID, PEOPLE, type Person } from '../../sandbox/cloud/directory.ts';
import type { Policy } from '../../src/requests/policy.ts';

const { alex, megan, isaiah, lynne, adele, patti } = PEOPLE;

export interface Role {
  readonly person: Person;
  /** In the thread where the request was asked for, or alone with the bot. */
  readonly at: 'thread' | 'alone';
  readonly tenant?: string;
  /** What the request says of whose rights are used. */
  readonly provisionAs: Policy['provisionAs'];
  /** Whose rights create the connector when this role brings it about. */
  readonly uses?: Person;
}

const inThread = { at: 'thread', provisionAs: 'approver' } as const;
const alone = { at: 'alone', provisionAs: 'approver' } as const;

/** The columns of the matrix. Megan and Isaiah own the team; Lynne is named by the configuration. */
export const ROLES: Readonly<Record<string, Role>> = {
  requester: { person: alex, ...inThread, uses: isaiah },
  'own-rights': { person: alex, at: 'thread', provisionAs: 'requester', uses: alex },
  approver: { person: lynne, ...inThread, uses: lynne },
  decided: { person: megan, ...inThread },
  last: { person: isaiah, ...inThread, uses: isaiah },
  member: { person: adele, ...inThread },
  stranger: { person: patti, ...alone },
  away: { person: alex, ...alone, uses: isaiah },
  helper: { person: lynne, ...alone, uses: lynne },
  foreign: { person: alex, ...inThread, tenant: FOREIGN_TENANT_ID },
};

export function roleOf(name: string): Role {
  const role = ROLES[name];
  if (!role) throw new Error(`No role ${name}`);
  return role;
}

/** As the store knows people. */
export const stored = ({ aadObjectId, name, mri }: Person) => ({ id: aadObjectId, name, mri });
