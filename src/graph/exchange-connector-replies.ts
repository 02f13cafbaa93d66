import type { DeviceManagementExchangeConnectorStatus } from '@microsoft/microsoft-graph-types-beta';
import { z } from 'zod';

/** What people are shown of a connector at Graph; `status` is `unknown` for one newer than this bot. */
export interface ExistingConnector {
  readonly id: string;
  readonly status: string;
}

/** A connector of the tenant; what Graph says of its type may be newer than this bot. */
export interface ListedConnector extends ExistingConnector {
  readonly exchangeConnectorType?: string | undefined;
  readonly exchangeOrganization?: string | undefined;
  readonly exchangeAlias?: string | undefined;
  readonly serverName?: string | undefined;
  readonly connectorServerName?: string | undefined;
  readonly primarySmtpAddress?: string | undefined;
  readonly version?: string | undefined;
}

const STATUSES: readonly string[] = [
  'none',
  'connectionPending',
  'connected',
  'disconnected',
] satisfies DeviceManagementExchangeConnectorStatus[];

/** Read leniently: Graph may grow statuses that this version does not know. */
export const ConnectorReply = z.object({
  id: z.string().min(1),
  status: z
    .string()
    .nullish()
    .transform((status) => (status && STATUSES.includes(status) ? status : 'unknown')),
}) satisfies z.ZodType<ExistingConnector, unknown>;

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? undefined);

/** The connectors of all pages of a listing. */
export const ConnectorsReply = z.array(
  ConnectorReply.extend({
    exchangeConnectorType: text,
    exchangeOrganization: text,
    exchangeAlias: text,
    serverName: text,
    connectorServerName: text,
    primarySmtpAddress: text,
    version: text,
  }),
) satisfies z.ZodType<readonly ListedConnector[], unknown>;
