import type { ConnectorType } from '../../src/requests/fields.ts';

const HOST = 'exch01.contoso.com';
const MAIL = 'exchange@contoso.com';

/** Valid inputs of a form; what is undefined is left out. */
export function anInput(changes: Record<string, unknown> = {}): Record<string, unknown> {
  const type = changes.exchangeConnectorType ?? ('hosted' satisfies ConnectorType);
  const onServer = type === 'onPremises' || type === 'dedicated';
  return {
    exchangeConnectorType: type,
    exchangeOrganization: 'Contoso',
    exchangeAlias: 'exchange-contoso',
    serverName: onServer ? HOST : '',
    connectorServerName: onServer ? 'conn01.contoso.com' : '',
    primarySmtpAddress: onServer ? '' : MAIL,
    version: '',
    status: 'connectionPending',
    lastSyncDate: '',
    lastSyncTime: '',
    ...changes,
  };
}
