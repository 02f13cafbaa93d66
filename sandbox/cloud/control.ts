import { z } from 'zod';
import { PEOPLE, type Person, type PersonKey } from './directory.ts';
import { CATALOGUE, Fault, TARGETS } from './fault-catalogue.ts';
import { canStrike, type Faults } from './faults.ts';
import type { Graph } from './graph.ts';
import { asRecord, type Call, type Reply, type Route } from './http.ts';
import type { Host } from './service.ts';
import type { TokenService } from './token-service.ts';

export interface ControlOptions {
  readonly faults: Faults;
  readonly tokens: TokenService;
  readonly graph: Graph;
  /** Served beside the controls. */
  readonly managedIdentity: Route;
}

const Target = z.enum(TARGETS);

const refuse = (status: number, code: string, message: string): Reply => ({
  status,
  body: { error: { code, message } },
});

const isPerson = (name: string): name is PersonKey => Object.hasOwn(PEOPLE, name);

/** Switches of the cloud, for people and programs outside this process. */
export function serveControl(host: Host, options: ControlOptions): void {
  const { faults, tokens, graph, managedIdentity } = options;

  function setFault({ headers, body }: Call): Reply {
    // A page in somebody's browser cannot send this type here without asking first.
    if (!headers['content-type']?.startsWith('application/json')) {
      return refuse(400, 'BadRequest', 'Send application/json');
    }
    const { target: at, ...rest } = asRecord(body);
    const target = Target.safeParse(at);
    if (!target.success) return refuse(400, 'BadTarget', `target: ${TARGETS.join(', ')}`);
    const fault = Fault.safeParse(rest);
    if (!fault.success) return refuse(400, 'BadFault', z.prettifyError(fault.error));
    if (!canStrike(target.data, fault.data)) {
      return refuse(400, 'BadTarget', `${fault.data.kind} cannot strike ${target.data}`);
    }
    faults.set(target.data, fault.data);
    return { status: 204 };
  }

  const toPerson =
    (act: (person: Person) => void): Route['handle'] =>
    ({ params }) => {
      const name = params.name ?? '';
      if (!isPerson(name)) return refuse(404, 'NoSuchPerson', Object.keys(PEOPLE).join(', '));
      act(PEOPLE[name]);
      return { status: 204 };
    };

  function clear(): Reply {
    faults.clear();
    return { status: 204 };
  }

  host.serve({
    routes: [
      { method: 'POST', path: '/faults', handle: setFault },
      { method: 'DELETE', path: '/faults', handle: clear },
      {
        method: 'GET',
        path: '/faults',
        handle: () => ({ status: 200, body: { active: faults.active(), available: CATALOGUE } }),
      },
      { method: 'POST', path: '/people/:name/sign-out', handle: toPerson(tokens.signOut) },
      { method: 'POST', path: '/people/:name/sign-in', handle: toPerson(tokens.signIn) },
      {
        method: 'GET',
        path: '/connectors',
        handle: () => ({ status: 200, body: { value: graph.connectors } }),
      },
      managedIdentity,
    ],
    refuse,
  });
}
