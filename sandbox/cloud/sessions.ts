import { randomInt } from 'node:crypto';
import { EVERYONE, type Person } from './directory.ts';
import type { Entra } from './entra.ts';

/** Who is signed in, by the id which the channel gives them. */
export interface Sessions {
  has(userId: string): boolean;
  /** A fresh assertion of the person signed in as `userId`. */
  token(userId: string): Promise<string | undefined>;
  start(userId: string, person: Person): void;
  end(userId: string): void;
  /** Six digits that sign `userId` in as `person` when redeemed. */
  code(userId: string, person: Person): string;
  /** False for a code that is wrong, used, or somebody else's. */
  redeem(userId: string, code: string): boolean;
  /** Makes the service hand out `token`, whosever it is, while `userId` is signed in. */
  override(userId: string, token: string): void;
  reset(): void;
}

export function createSessions(entra: Entra): Sessions {
  const people = new Map<string, Person>();
  const codes = new Map<string, { readonly userId: string; readonly person: Person }>();
  const overrides = new Map<string, string>();
  const everyoneSignsIn = () => {
    for (const person of EVERYONE) people.set(person.mri, person);
  };
  everyoneSignsIn();

  return {
    has: (userId) => people.has(userId),
    async token(userId) {
      const person = people.get(userId);
      return person && (overrides.get(userId) ?? entra.userToken(person));
    },
    start(userId, person) {
      people.set(userId, person);
    },
    end(userId) {
      people.delete(userId);
    },
    code(userId, person) {
      const code = `${randomInt(1_000_000)}`.padStart(6, '0');
      codes.set(code, { userId, person });
      return code;
    },
    redeem(userId, code) {
      const pending = codes.get(code);
      if (pending?.userId !== userId) return false;
      codes.delete(code);
      people.set(userId, pending.person);
      return true;
    },
    override(userId, token) {
      overrides.set(userId, token);
    },
    reset() {
      people.clear();
      codes.clear();
      overrides.clear();
      everyoneSignsIn();
    },
  };
}
