import type { Connector } from '../requests/connector.ts';
import type { Form, Person } from '../requests/form.ts';
import { STATUS_NAMES, TYPE_NAMES } from './names.ts';
import { type Card, cardTemplate } from './render.ts';
import template from './summary.json' with { type: 'json' };

type CreatedForm = Extract<Form, { status: 'created' }>;
type WorkingForm = Extract<Form, { status: 'working' }>;

interface Row {
  readonly label: string;
  readonly value: string;
}

/** The created connector: its id and status first, then what was asked for. */
export const summaryCard = (form: CreatedForm): Card =>
  render({
    title: 'Exchange connector created',
    color: 'Good',
    text: '',
    request: form.id,
    refreshTitle: 'Refresh status',
    finished: true,
    rows: [
      { label: 'Connector id', value: form.created.id },
      { label: 'Status', value: statusName(form.created.status) },
      ...connectorRows(form.connector),
      ...askedRows(form.owner, form.submittedAt),
      { label: 'Created', value: utc(form.createdAt) },
    ],
  });

/** Shown while Graph's answer is awaited. */
export const workingCard = (form: WorkingForm): Card =>
  render({
    title: 'Creating the Exchange connector…',
    color: 'Default',
    text: 'This takes longer than usual. This card updates itself; there is nothing to do.',
    request: form.id,
    refreshTitle: 'Refresh',
    finished: false,
    rows: [...connectorRows(form.connector), ...askedRows(form.owner, form.submittedAt)],
  });

function connectorRows(connector: Connector): readonly Row[] {
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

const askedRows = (owner: Person, at: Date): readonly Row[] => [
  { label: 'Asked by', value: owner.name },
  { label: 'Asked', value: utc(at) },
];

const utc = (at: Date): string => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** Graph may know statuses that this version does not. */
const statusName = (status: string): string =>
  Object.entries(STATUS_NAMES).find(([known]) => known === status)?.[1] ?? 'Unknown to this bot';

const render = cardTemplate(template);
