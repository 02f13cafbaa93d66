import type { Connector } from '../requests/connector.ts';
import { TYPE_NAMES } from './names.ts';

/** One labelled value of a card. */
export interface Row {
  readonly label: string;
  readonly value: string;
}

/** What was asked for, as far as it was given. */
export function connectorRows(connector: Connector): readonly Row[] {
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['Kind', TYPE_NAMES[connector.exchangeConnectorType]],
    ['Organization', connector.exchangeOrganization],
    ['Alias', connector.exchangeAlias],
    ['Exchange server', connector.serverName],
    ['Connector server', connector.connectorServerName],
    ['SMTP address', connector.primarySmtpAddress],
    ['Version', connector.version],
    ['Last sync', connector.lastSyncDateTime],
  ];
  return rows.flatMap(([label, value]) => (value === undefined ? [] : [{ label, value }]));
}
