import type { Entra } from './entra.ts';
import { createConnectorStore, type ExchangeConnector } from './exchange-connectors.ts';
import { connectorRoutes } from './graph-connectors.ts';
import { graphChallenge, graphError, graphHeaders } from './graph-http.ts';
import { peopleRoutes } from './graph-people.ts';
import type { Call, Route } from './http.ts';
import type { Host, Service } from './service.ts';

export interface Graph extends Service {
  readonly connectors: readonly ExchangeConnector[];
  /** Most items in one page of a listing. */
  pageSize: number;
  /** Adds a connector as if somebody had made it elsewhere. */
  seed(properties?: Partial<ExchangeConnector>): ExchangeConnector;
  reset(): void;
}

const QUERY = ['$top', '$skiptoken', '$select', '$count'];
const DEFAULT_PAGE_SIZE = 100;

/** Ignoring an option would answer another question than was asked. */
const unknownOption = ({ query }: Call): string | undefined =>
  Object.keys(query).find((name) => name.startsWith('$') && !QUERY.includes(name));

export function serveGraph(host: Host, entra: Entra): Graph {
  const { url } = host;
  const store = createConnectorStore();
  let size = DEFAULT_PAGE_SIZE;
  const pageSize = () => size;

  const authenticated =
    (handle: Route['handle']): Route['handle'] =>
    (call) => {
      if (call.claims?.aud !== url) {
        return graphError(401, 'InvalidAuthenticationToken', 'Access token is not valid', call);
      }
      const option = unknownOption(call);
      if (option) return graphError(400, 'BadRequest', `Unsupported option ${option}`, call);
      return handle(call);
    };

  const routes = [...connectorRoutes({ url, store, pageSize }), ...peopleRoutes({ url, pageSize })];
  host.serve({
    routes: routes.map((route) => ({ ...route, handle: authenticated(route.handle) })),
    verify: entra.verify,
    refuse: graphError,
    special: graphChallenge,
    headers: graphHeaders,
  });

  return {
    url,
    requests: host.requests,
    waitForRequest: host.waitForRequest,
    get connections() {
      return host.connections;
    },
    openConnections: host.openConnections,
    get connectors() {
      return store.all();
    },
    get pageSize() {
      return size;
    },
    set pageSize(most) {
      size = most;
    },
    seed: (properties = {}) => store.add(properties),
    reset() {
      store.reset();
      size = DEFAULT_PAGE_SIZE;
    },
  };
}
