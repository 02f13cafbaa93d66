import type { Draft } from '../requests/connector.ts';
import {
  ALWAYS_REQUIRED,
  CONNECTOR_STATUSES,
  CONNECTOR_TYPES,
  type FieldErrors,
  type FieldId,
  type FormFieldId,
  REQUIRED_MESSAGES,
  TEXT_RULES,
  type TextField,
  type TextRule,
} from '../requests/fields.ts';
import type { Notice } from '../requests/form.ts';
import { JUSTIFICATION, JUSTIFICATION_MESSAGE } from '../requests/justification.ts';
import template from './form.json' with { type: 'json' };
import { FORM_NOTICES } from './form-notices.ts';
import { keptCard } from './kept-card.ts';
import { STATUS_NAMES, TYPE_NAMES } from './names.ts';
import { type Card, cardTemplate } from './render.ts';

export interface FormProps {
  readonly id: string;
  readonly draft: Draft;
  readonly errors: FieldErrors;
  /** Why it is shown although nothing in it is wrong: one of the known reasons, or words. */
  readonly notice?: Notice | string | undefined;
  /** Where others approve, they are told why the connector is needed. */
  readonly asksForJustification: boolean;
  /** Decides what lies in the future. */
  readonly now: Date;
}

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

const SURROUNDING_SPACE = '\\s*';

/** The pattern as the card runs it: the server trims stray spaces and takes blanks for nothing. */
export const cardRegex = ({ pattern, cardPattern }: TextRule): string =>
  (cardPattern ?? pattern).source
    .replace(/^\^/, `^${SURROUNDING_SPACE}(?:`)
    .replace(/\$$/, `)?${SURROUNDING_SPACE}$`);

const CONTROLS = '\\u0000-\\u001f\\u007f-\\u009f';
const { minLength, maxLength } = JUSTIFICATION;
/** What the server accepts once it has trimmed stray spaces. */
const JUSTIFICATION_REGEX = `^${SURROUNDING_SPACE}[^\\s${CONTROLS}][^${CONTROLS}]{${minLength - 2},${maxLength - 2}}[^\\s${CONTROLS}]${SURROUNDING_SPACE}$`;

/** The form as it stands: values kept, each message beside its field. */
export const formCard = keptCard(draw, keyOf);

/** Empty forms are the same for a whole day; undefined for others. */
function keyOf(form: FormProps): string | undefined {
  const { draft, errors, notice } = form;
  const isEmpty = notice === undefined && Object.keys({ ...draft, ...errors }).length === 0;
  return isEmpty ? JSON.stringify({ ...form, id: '', now: today(form) }) : undefined;
}

/** The last day on which something may have happened, as the clients write it. */
const today = ({ now }: FormProps): string => now.toISOString().slice(0, 10);

function draw(form: FormProps): Card {
  const { notice = '' } = form;
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
    notice: notice === 'forgotten' ? FORM_NOTICES[notice] : notice,
    type: {
      ...field(form, 'exchangeConnectorType'),
      choices: choices(CONNECTOR_TYPES, TYPE_NAMES),
    },
    main: MAIN.map(textField),
    advanced: ADVANCED.map(textField),
    advancedOpen: FOLDED.some((id) => form.errors[id] !== undefined),
    status: {
      ...field(form, 'status'),
      ...(form.draft.status === undefined && { value: FIRST_STATUS }),
      choices: choices(CONNECTOR_STATUSES, STATUS_NAMES),
    },
    date: { ...field(form, 'lastSyncDate'), max: today(form) },
    time: field(form, 'lastSyncTime'),
    justification: {
      ...field(form, 'justification'),
      shown: form.asksForJustification,
      regex: JUSTIFICATION_REGEX,
      maxLength: JUSTIFICATION.maxLength,
    },
    submit: form.asksForJustification ? 'Request connector' : 'Create connector',
  });
}

/** Enough to see that a value is too long, and short enough for the card. */
const MORE = 45;
const LIMITS: Readonly<Partial<Record<FormFieldId, { readonly maxLength: number }>>> = {
  ...TEXT_RULES,
  justification: JUSTIFICATION,
};
const longest = (id: FormFieldId): number => (LIMITS[id]?.maxLength ?? MORE) + MORE;

const field = ({ draft, errors }: FormProps, id: FormFieldId) => ({
  value: (draft[id] ?? '').slice(0, longest(id)).toWellFormed(),
  error: errors[id] ?? '',
  errorMessage: id === 'justification' ? JUSTIFICATION_MESSAGE : REQUIRED_MESSAGES[id],
});

const choices = <T extends string>(values: readonly T[], names: Readonly<Record<T, string>>) =>
  values.map((value) => ({ title: names[value], value }));

const render = cardTemplate(template);
