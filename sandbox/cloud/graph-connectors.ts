import {
  ConnectorBody,
  type ConnectorStore,
  type ExchangeConnector,
  ODATA_TYPE,
} from './exchange-connectors.ts';
import { graphError, page } from './graph-http.ts';
import { asRecord, type Call, type Reply, type Route } from './http.ts';

const WRITE = [
  'DeviceManagementServiceConfig.ReadWrite.All',
  'DeviceManagementConfiguration.ReadWrite.All',
];
const READ = [
  ...WRITE,
  'DeviceManagementServiceConfig.Read.All',
  'DeviceManagementConfiguration.Read.All',
];
const PATH = '/beta/deviceManagement/exchangeConnectors';

export interface GraphConnectorsOptions {
  readonly url: string;
  readonly store: ConnectorStore;
  readonly pageSize: () => number;
}

const shown = (connector: ExchangeConnector) => ({ '@odata.type': ODATA_TYPE, ...connector });

const notFound = (call: Call): Reply =>
  graphError(404, 'ResourceNotFound', `No exchange connector ${call.params.id}`, call);

/** Refuses tokens of applications, and people who lack all of `scopes`. */
const delegated =
  (scopes: readonly string[], handle: Route['handle']): Route['handle'] =>
  (call) => {
    const granted = `${call.claims?.scp ?? ''}`.split(' ');
    if (scopes.some((scope) => granted.includes(scope))) return handle(call);
    return graphError(403, 'Forbidden', 'The token lacks the permission', call);
  };

/** `/deviceManagement/exchangeConnectors`, for people with the right scopes. */
export function connectorRoutes(options: GraphConnectorsOptions): readonly Route[] {
  const { url, store, pageSize } = options;

  /** Writes what the body carries, unless it will not do. */
  function write(call: Call, save: (properties: Partial<ExchangeConnector>) => Reply): Reply {
    if (!/^application\/json\b/i.test(call.headers['content-type'] ?? '')) {
      return graphError(415, 'UnsupportedMediaType', 'JSON is expected', call);
    }
    const body = ConnectorBody.safeParse(call.body);
    if (!body.success) {
      const mistakes = body.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
      return graphError(400, 'BadRequest', mistakes.join('; '), call);
    }
    const rival = store.ofOrganization(body.data.exchangeOrganization, call.params.id);
    if (rival) return graphError(409, 'Conflict', 'The organization has a connector', call);
    return save(body.data);
  }

  const create = (call: Call): Reply =>
    write(call, (properties) => {
      const connector = store.add(properties);
      const location = `${url}${PATH}/${connector.id}`;
      return { status: 201, headers: { location }, body: shown(connector) };
    });

  const update = (call: Call): Reply =>
    write(call, (properties) => {
      const connector = store.change(call.params.id ?? '', properties);
      return connector ? { status: 200, body: shown(connector) } : notFound(call);
    });

  const get = (call: Call): Reply => {
    const connector = store.find(call.params.id ?? '');
    return connector ? { status: 200, body: shown(connector) } : notFound(call);
  };

  const remove = (call: Call): Reply =>
    store.remove(call.params.id ?? '') ? { status: 204 } : notFound(call);

  const sync = (call: Call): Reply => {
    const { syncType } = asRecord(call.body);
    if (syncType !== 'fullSync' && syncType !== 'deltaSync') {
      return graphError(400, 'BadRequest', 'syncType must be fullSync or deltaSync', call);
    }
    const lastSyncDateTime = new Date().toISOString();
    const connector = store.change(call.params.id ?? '', {
      lastSyncDateTime,
      status: 'connected',
    });
    return connector ? { status: 204 } : notFound(call);
  };

  const list = (call: Call): Reply => page(url, store.all().map(shown), pageSize(), call);

  const id = `${PATH}/:id`;
  return [
    { method: 'POST', path: PATH, target: 'graph.create', handle: delegated(WRITE, create) },
    { method: 'GET', path: PATH, target: 'graph.list', handle: delegated(READ, list) },
    { method: 'GET', path: id, target: 'graph.get', handle: delegated(READ, get) },
    { method: 'PATCH', path: id, target: 'graph.update', handle: delegated(WRITE, update) },
    { method: 'DELETE', path: id, target: 'graph.delete', handle: delegated(WRITE, remove) },
    ...['sync', 'microsoft.graph.sync'].map(
      (action): Route => ({
        method: 'POST',
        path: `${id}/${action}`,
        target: 'graph.sync',
        handle: delegated(WRITE, sync),
      }),
    ),
  ];
}
