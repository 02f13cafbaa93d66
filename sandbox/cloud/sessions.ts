import { randomInt } from 'node:crypto';
import { EVERYONE, type Person } from './directory.ts';
import type { Entra } from './entra.ts';
import { TOKEN_LIFETIME } from './token-issuer.ts';

/** Who is signed in, by the id which the channel gives them. */
export interface Sessions {
  has(userId: string): boolean;
  /** The assertion of the person signed in as `userId`: the same one until shortly before its end. */
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

interface Session {
  readonly person: Person;
  readonly token?: Promise<string>;
  readonly renewAt: number;
}

const RENEW_BEFORE_MS = 5 * 60_000;

export function createSessions(entra: Entra): Sessions {
  const sessions = new Map<string, Session>();
  const codes = new Map<string, { readonly userId: string; readonly person: Person }>();
  const overrides = new Map<string, string>();
  const everyoneSignsIn = () => {
    for (const person of EVERYONE) sessions.set(person.mri, { person, renewAt: 0 });
  };
  everyoneSignsIn();

  return {
    has: (userId) => sessions.has(userId),
    async token(userId) {
      const session = sessions.get(userId);
      if (!session) return undefined;
      const override = overrides.get(userId);
      if (override !== undefined) return override;
      if (session.token && Date.now() < session.renewAt) return session.token;
      const token = entra.userToken(session.person);
      const renewAt = Date.now() + TOKEN_LIFETIME * 1000 - RENEW_BEFORE_MS;
      sessions.set(userId, { ...session, token, renewAt });
      return token;
    },
    start(userId, person) {
      sessions.set(userId, { person, renewAt: 0 });
    },
    end(userId) {
      sessions.delete(userId);
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
      sessions.set(userId, { person: pending.person, renewAt: 0 });
      return true;
    },
    override(userId, token) {
      overrides.set(userId, token);
    },
    reset() {
      sessions.clear();
      codes.clear();
      overrides.clear();
      everyoneSignsIn();
    },
  };
}
