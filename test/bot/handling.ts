import type { HandlerDeps } from '../../src/bot/deps.ts';
import type { Proof, Turn } from '../../src/bot/turn.ts';
import type { Remark } from '../../src/cards/request.ts';
import { createLog } from '../../src/log.ts';
import { Changes } from '../../src/requests/changes.ts';
import type { Viewer } from '../../src/requests/options.ts';
import type { Person } from '../../src/requests/person.ts';
import type { Event, Request } from '../../src/requests/request.ts';
import type { Stored } from '../../src/requests/request-reader.ts';
import { later, MEGAN, T0 } from '../support/requests.ts';

/** What stands in a place of the request's card: for whom it was drawn, and what it says besides. */
export interface Drawn {
  readonly request: Request;
  readonly viewer: Viewer;
  readonly remark: Remark | undefined;
}

export interface World {
  readonly request: Request;
  /** Who may decide now; all the request knows of is Megan. */
  readonly approversNow?: readonly Person[] | Error;
  readonly signedIn?: readonly Person[];
  /** What others write first, one after the other. */
  readonly rivals?: readonly Request[];
}

/** Whose reading fails. */
export const ISAIAH = { id: 'isaiah', name: 'Isaiah Langer' };

const ORIGIN = {
  chat: 'channel',
  reference: { serviceUrl: 's', channelId: 'c', bot: { id: 'b' }, conversation: { id: 'thread' } },
};

/** One stored request, in memory, and whatever handlers do about it. */
export function handling({ request, approversNow = [MEGAN], signedIn = [], rivals = [] }: World) {
  let stored: Stored = { request, version: 1, approvers: [MEGAN], origin: ORIGIN, history: [] };
  const coming = [...rivals];
  const events: Event[] = [];
  const done: string[] = [];
  const lines: string[] = [];
  const log = createLog('info', { write: (line: string) => lines.push(line) });

  const requests = {
    find: async (id: string) => (id === stored.request.id ? stored : undefined),
    save: async (_: Stored, next: Request, event: Event) => {
      const rival = coming.shift();
      const version = stored.version + 1;
      stored = { ...stored, request: rival ?? next, version };
      if (rival) return undefined;
      events.push(event);
      return stored;
    },
  };
  const assertions = {
    find: async ({ id }: Person) => signedIn.find((each) => each.id === id)?.id,
    prove: async ({ id }: Person, proof: Proof) =>
      Object.values(proof).includes('bad') ? undefined : id,
    handOn: (id: string, assertion: string) => done.push(`handed ${assertion} on for ${id}`),
    forget: async ({ id }: Person) => done.push(`forgot ${id}`),
  };
  // As far as the handlers of requests go; a card is only what it was drawn from.
  const deps = {
    requests,
    assertions,
    tokens: {
      signInCard: async (_: Turn, silent: boolean) => `sign in ${silent ? 'silently' : 'by hand'}`,
    },
    changes: new Changes(),
    approversOf: async () => {
      if (approversNow instanceof Error) throw approversNow;
      return approversNow;
    },
    conversationsOf: async () => new Set(['thread']),
    drawing: {
      forPerson: (drawn: Stored, viewer: Viewer, remark?: Remark): Drawn => ({
        request: drawn.request,
        viewer,
        remark,
      }),
    },
    read: async (assertion: string, id: string) => {
      done.push(`read ${id} as ${assertion}`);
      if (assertion === ISAIAH.id) throw new Error('no answer');
      return { id, status: 'connected' };
    },
    newId: () => 'new',
    // So late in the turn that nobody waits for work.
    now: () => later(5000),
    log,
  } as unknown as HandlerDeps;

  /** A click in the thread. */
  const by = (person: Person, changes: Partial<Turn> = {}) =>
    ({
      person: { ...person, mri: `29:${person.id}` },
      chat: 'channel',
      via: 'execute',
      now: T0,
      reference: 'ref-1',
      log,
      activity: { conversation: { id: 'thread' } },
      ...changes,
    }) as Turn;

  return { deps, by, events, done, lines };
}

/** The card of an answer. */
export function drawn(answer: unknown): Drawn {
  const { card } = answer as { readonly card: Drawn };
  return card;
}
