import { randomUUID } from 'node:crypto';
import { z } from 'zod';

export const ODATA_TYPE = '#microsoft.graph.deviceManagementExchangeConnector';

const DATE =
  /^[0-9]{4,}-(0[1-9]|1[012])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]{1,12})?(Z|[+-][0-9][0-9]:[0-9][0-9])$/;
const text = z.string().nullable();

const Properties = z.strictObject({
  lastSyncDateTime: z.string().regex(DATE),
  status: z.enum(['none', 'connectionPending', 'connected', 'disconnected']),
  primarySmtpAddress: text,
  serverName: text,
  connectorServerName: text,
  exchangeConnectorType: z.enum(['onPremises', 'hosted', 'serviceToService', 'dedicated']),
  version: text,
  exchangeAlias: text,
  exchangeOrganization: text,
});

/** What a create or update call may carry; never an id, never null where metadata forbids it. */
export const ConnectorBody = Properties.partial()
  .extend({ '@odata.type': z.literal(ODATA_TYPE).optional() })
  .transform(({ '@odata.type': _, ...properties }) => properties);

/** A `deviceManagementExchangeConnector`; what was left empty is null, as Graph shows it. */
export interface ExchangeConnector extends Readonly<z.infer<typeof Properties>> {
  readonly id: string;
}

const aConnector = (): ExchangeConnector => ({
  id: randomUUID(),
  lastSyncDateTime: '0001-01-01T00:00:00Z',
  status: 'none',
  primarySmtpAddress: null,
  serverName: null,
  connectorServerName: null,
  exchangeConnectorType: 'onPremises',
  version: null,
  exchangeAlias: null,
  exchangeOrganization: null,
});

export interface ConnectorStore {
  all(): readonly ExchangeConnector[];
  find(id: string): ExchangeConnector | undefined;
  /** The connector of this organization, but for the one with `id`. */
  ofOrganization(
    organization: string | null | undefined,
    id: string | undefined,
  ): ExchangeConnector | undefined;
  add(properties: Partial<ExchangeConnector>): ExchangeConnector;
  change(id: string, properties: Partial<ExchangeConnector>): ExchangeConnector | undefined;
  remove(id: string): boolean;
  reset(): void;
}

export function createConnectorStore(): ConnectorStore {
  const connectors = new Map<string, ExchangeConnector>();

  function keep(connector: ExchangeConnector): ExchangeConnector {
    connectors.set(connector.id, connector);
    return connector;
  }

  return {
    all: () => [...connectors.values()],
    find: (id) => connectors.get(id),
    ofOrganization(organization, id) {
      const wanted = organization?.toLowerCase();
      if (wanted === undefined) return undefined;
      return [...connectors.values()].find(
        (each) => each.id !== id && each.exchangeOrganization?.toLowerCase() === wanted,
      );
    },
    add: (properties) => keep({ ...aConnector(), ...properties }),
    change(id, properties) {
      const connector = connectors.get(id);
      return connector && keep({ ...connector, ...properties, id });
    },
    remove: (id) => connectors.delete(id),
    reset: () => connectors.clear(),
  };
}
