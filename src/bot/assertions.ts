import { z } from 'zod';
import { Fault } from '../errors.ts';
import type { TokenService } from './token-service.ts';
import type { ChatPerson, Proof } from './turn.ts';

export interface AssertionDeps {
  readonly tokens: TokenService;
  readonly tenantId: string;
  readonly appId: string;
  readonly now: () => Date;
}

/** So long after a click its assertion is kept for the work that follows. */
const HANDED_ON_MS = 60_000;
const MAX_HANDED_ON = 1000;

/**
 * People's assertions, which prove to Entra that the bot acts for them. Each is checked to be that
 * person's own. The one that a click needed is handed on to the work that follows from it, in memory
 * and once, so that both together ask the token service once.
 */
export class Assertions {
  readonly #deps: AssertionDeps;
  readonly #handedOn = new Map<string, { readonly assertion: string; readonly until: number }>();

  constructor(deps: AssertionDeps) {
    this.#deps = deps;
  }

  /** Undefined when the person must sign in. Throws a Fault. */
  async find(person: ChatPerson): Promise<string | undefined> {
    return this.#checked(person, await this.#deps.tokens.find(person));
  }

  /** Redeems what the client brought; undefined when that is no good. Throws a Fault. */
  async prove(person: ChatPerson, proof: Proof): Promise<string | undefined> {
    const { tokens } = this.#deps;
    const assertion =
      proof.type === 'token'
        ? await tokens.exchange(person, proof.token)
        : await tokens.redeem(person, proof.code);
    return this.#checked(person, assertion);
  }

  /** Keeps the assertion for the work on this request that follows from this click. */
  handOn(requestId: string, assertion: string): void {
    if (this.#handedOn.size >= MAX_HANDED_ON) this.#handedOn.clear();
    const until = this.#deps.now().getTime() + HANDED_ON_MS;
    this.#handedOn.set(requestId, { assertion, until });
  }

  /** For work: what a click has handed on, or else what the token service has. Throws a Fault. */
  async take(requestId: string, person: ChatPerson): Promise<string | undefined> {
    const handedOn = this.#handedOn.get(requestId);
    this.#handedOn.delete(requestId);
    const fresh = handedOn && this.#deps.now().getTime() < handedOn.until;
    return fresh ? handedOn.assertion : this.find(person);
  }

  async forget(person: ChatPerson): Promise<void> {
    await this.#deps.tokens.forget(person);
  }

  /**
   * The sign-in page lets people choose any account. Entra verifies the signature when the
   * assertion is exchanged; here it only matters whose it is. Throws a Fault: `wrong-account` for
   * another person's, `misconfigured` when it is for another app.
   */
  async #checked(person: ChatPerson, assertion: string | undefined): Promise<string | undefined> {
    if (assertion === undefined) return undefined;
    const { appId, tenantId } = this.#deps;
    const claims = readClaims(assertion);
    if (claims && !claims.aud.toLowerCase().endsWith(appId)) {
      throw new Fault(
        'misconfigured',
        new Error(`The OAuth connection's audience is ${claims.aud}`),
      );
    }
    if (
      claims?.oid.toLowerCase() !== person.id.toLowerCase() ||
      claims.tid.toLowerCase() !== tenantId.toLowerCase()
    ) {
      await this.forget(person);
      throw new Fault('wrong-account', new Error('The assertion is of another account'));
    }
    return assertion;
  }
}

const Claims = z.object({ oid: z.string(), tid: z.string(), aud: z.string() });

function readClaims(jwt: string): z.output<typeof Claims> | undefined {
  const payload = Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString('utf8');
  try {
    return Claims.safeParse(JSON.parse(payload)).data;
  } catch {
    return undefined;
  }
}
