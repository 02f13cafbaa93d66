import type { ConnectorStatus, ConnectorType } from '../requests/fields.ts';

export const TYPE_NAMES: Readonly<Record<ConnectorType, string>> = {
  onPremises: 'On-premises (retired)',
  hosted: 'Hosted',
  serviceToService: 'Service to service',
  dedicated: 'Dedicated',
};

export const STATUS_NAMES: Readonly<Record<ConnectorStatus, string>> = {
  none: 'None',
  connectionPending: 'Connection pending',
  connected: 'Connected',
  disconnected: 'Disconnected',
};

/** Graph may know statuses that this version does not. */
export const statusName = (status: string): string =>
  Object.entries(STATUS_NAMES).find(([known]) => known === status)?.[1] ?? 'Unknown to this bot';
