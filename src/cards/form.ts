import {
  ALWAYS_REQUIRED,
  CONNECTOR_STATUSES,
  CONNECTOR_TYPES,
  type FieldId,
  REQUIRED_MESSAGES,
  TEXT_RULES,
  type TextField,
  type TextRule,
} from '../requests/fields.ts';
import type { Form } from '../requests/form.ts';
import template from './form.json' with { type: 'json' };
import { STATUS_NAMES, TYPE_NAMES } from './names.ts';
import { type Card, cardTemplate } from './render.ts';

type OpenForm = Extract<Form, { status: 'open' }>;

const LABELS: Readonly<Record<TextField, readonly [label: string, placeholder: string]>> = {
  exchangeOrganization: ['Exchange organization', 'Contoso'],
  exchangeAlias: ['Alias of the Exchange server', 'exchange-contoso'],
  serverName: ['Exchange server (needed for on-premises and dedicated)', 'exch01.contoso.com'],
  connectorServerName: [
    'Server that hosts the connector (needed for on-premises and dedicated)',
    'conn01.contoso.com',
  ],
  primarySmtpAddress: [
    'Primary SMTP address (needed for hosted and service to service)',
    'exchange@contoso.com',
  ],
  version: ['Version of the connector agent', '15.2.1118.7'],
};

const MAIN: readonly TextField[] = [
  'exchangeOrganization',
  'exchangeAlias',
  'serverName',
  'connectorServerName',
  'primarySmtpAddress',
];
const ADVANCED: readonly TextField[] = ['version'];
const FOLDED: readonly FieldId[] = ['version', 'status', 'lastSyncDate', 'lastSyncTime'];
const REQUIRED: ReadonlySet<FieldId> = new Set(ALWAYS_REQUIRED);
const FIRST_STATUS = 'connectionPending';

const NOTICES = {
  '': '',
  'sign-in': 'Your sign-in is needed first. Nothing was created: press Create connector again.',
  forgotten:
    'The bot was restarted and no longer knew this form. If you had pressed Create connector before, look in Intune first; then check the values and press it again.',
} as const;

const SURROUNDING_SPACE = '\\s*';

/** The pattern as the card runs it: the server trims stray spaces and takes blanks for nothing. */
export const cardRegex = ({ pattern, cardPattern }: TextRule): string =>
  (cardPattern ?? pattern).source
    .replace(/^\^/, `^${SURROUNDING_SPACE}(?:`)
    .replace(/\$$/, `)?${SURROUNDING_SPACE}$`);

/** The form as it stands: values kept, each message beside its field. */
export function formCard(form: OpenForm, now: Date): Card {
  const textField = (id: TextField) => ({
    ...field(form, id),
    id,
    label: LABELS[id][0],
    placeholder: LABELS[id][1],
    isRequired: REQUIRED.has(id),
    regex: cardRegex(TEXT_RULES[id]),
    maxLength: TEXT_RULES[id].maxLength,
    errorMessage: TEXT_RULES[id].message,
  });
  return render({
    form: form.id,
    notice: NOTICES[form.notice ?? ''],
    type: {
      ...field(form, 'exchangeConnectorType'),
      choices: choices(CONNECTOR_TYPES, TYPE_NAMES),
    },
    main: MAIN.map(textField),
    advanced: ADVANCED.map(textField),
    advancedOpen: FOLDED.some((id) => form.errors[id] !== undefined),
    status: {
      ...field(form, 'status'),
      value: form.draft.status ?? FIRST_STATUS,
      choices: choices(CONNECTOR_STATUSES, STATUS_NAMES),
    },
    date: { ...field(form, 'lastSyncDate'), max: now.toISOString().slice(0, 10) },
    time: field(form, 'lastSyncTime'),
  });
}

const field = ({ draft, errors }: OpenForm, id: FieldId) => ({
  value: draft[id] ?? '',
  error: errors[id] ?? '',
  errorMessage: REQUIRED_MESSAGES[id],
});

const choices = <T extends string>(values: readonly T[], names: Readonly<Record<T, string>>) =>
  values.map((value) => ({ title: names[value], value }));

const render = cardTemplate(template);
