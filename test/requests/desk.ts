import type { Kysely } from 'kysely';
import type { Tables } from '../../src/database/tables.ts';
import { Changes } from '../../src/requests/changes.ts';
import { FormStore, type NewForm } from '../../src/requests/form-store.ts';
import type { JobQueue } from '../../src/requests/jobs.ts';
import { Leases } from '../../src/requests/leases.ts';
import type { Effect } from '../../src/requests/request.ts';
import type { Stored } from '../../src/requests/request-reader.ts';
import type { NewRequest } from '../../src/requests/request-statements.ts';
import { RequestStore } from '../../src/requests/request-store.ts';
import { ALEX, aPolicy, aRequest, HERE, MEGAN, T0 } from '../support/requests.ts';

/** A clock that stands still until it is told to move. */
export class FakeClock {
  #now = T0.getTime();
  /** How far it moves by itself whenever somebody looks. */
  stepMs = 0;
  readonly now = (): Date => {
    this.#now += this.stepMs;
    return new Date(this.#now);
  };
  pass(ms: number): void {
    this.#now += ms;
  }
  /** Never goes back. */
  passUntil(at: Date): void {
    this.#now = Math.max(this.#now, at.getTime());
  }
}

/** Writes jobs down instead of storing them; throws each failure once instead. */
export class FakeJobs implements JobQueue {
  readonly sent: (Effect & { readonly request: string })[] = [];
  readonly failures: unknown[] = [];
  mustStore(effects: readonly Effect[]): boolean {
    return effects.length + this.failures.length > 0;
  }
  begin(): void {
    // What is due soon was written down with the rest.
  }
  send(_db: Kysely<Tables>, request: string, effects: readonly Effect[]): Promise<void> {
    const [failure] = this.failures.splice(0, 1);
    if (failure !== undefined) return Promise.reject(failure);
    this.sent.push(...effects.map((effect) => ({ ...effect, request })));
    return Promise.resolve();
  }
  /** Takes out what was sent so far about a request. */
  take(request: string): readonly Effect[] {
    const own = this.sent.filter((each) => each.request === request);
    this.sent.splice(0, this.sent.length, ...this.sent.filter((each) => each.request !== request));
    return own.map(({ request: _, ...effect }) => effect);
  }
}

let count = 0;

/** Differs at every call, also between desks on one database. */
export const newId = (prefix = 'id'): string => `${prefix}-${++count}`;

/** Everything that keeps requests in one database, as one process has it. */
export function aDesk<J extends JobQueue>(db: Kysely<Tables>, jobs: J) {
  const clock = new FakeClock();
  const changes = new Changes();
  const store = new RequestStore(db, jobs, changes);
  const forms = new FormStore(db, newId, clock.now);
  const leases = new Leases(db, newId, () => undefined);

  /** The id of a form of Alex's. */
  const anOpenForm = (changes: Partial<NewForm> = {}): Promise<string> =>
    forms.open({ owner: ALEX, origin: HERE, draft: {}, ...changes });

  /** What becomes a request; each asks for an organization of its own. */
  async function aNewRequest(changes: Partial<NewRequest['asked']> = {}): Promise<NewRequest> {
    const id = newId('request');
    const { connector } = aRequest('waiting');
    return {
      formId: await anOpenForm(),
      asked: {
        id,
        requestedBy: ALEX,
        requestedAt: T0,
        connector: { ...connector, exchangeOrganization: `Contoso ${id}` },
        policy: aPolicy(),
        ...changes,
      },
      approvers: [MEGAN],
      origin: { conversation: 'thread' },
    };
  }

  async function aStored(changes: Partial<NewRequest['asked']> = {}): Promise<Stored> {
    const creation = await store.create(await aNewRequest(changes));
    if (!creation.ok) throw new Error(creation.because);
    return creation.stored;
  }

  /** One that needs no approval. */
  const aProvisioning = () => aStored({ policy: aPolicy({ approvalsNeeded: 0 }) });

  const history = async (id: string) => (await store.find(id))?.history ?? [];

  return {
    db,
    jobs,
    clock,
    history,
    changes,
    store,
    forms,
    leases,
    anOpenForm,
    aNewRequest,
    aStored,
    aProvisioning,
  };
}
export type Desk = ReturnType<typeof aDesk<FakeJobs>>;
