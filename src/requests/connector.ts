import { z } from 'zod';
import {
  CONNECTOR_STATUSES,
  CONNECTOR_TYPES,
  type FieldErrors,
  type FieldId,
  FORM_FIELD_IDS,
  type FormFieldId,
  REQUIRED_BY_TYPE,
  REQUIRED_MESSAGES,
  TEXT_RULES,
  type TextField,
} from './fields.ts';
import { lastSync } from './last-sync.ts';

/** What a person typed, as it came: shown again in the form when something is wrong. */
export type Draft = Readonly<Partial<Record<FormFieldId, string>>>;

/** What a person asks Graph to create: the given properties of the resource, nothing else. */
export type Connector = Readonly<
  Omit<z.output<typeof Fields>, 'lastSyncDate' | 'lastSyncTime'> & { lastSyncDateTime?: string }
>;

export type ParsedConnector =
  | { readonly ok: true; readonly connector: Connector }
  | {
      readonly ok: false;
      readonly errors: FieldErrors;
      /** Names of properties that no form of this bot has. */
      readonly foreign: readonly string[];
    };

const CONTROL = /\p{Cc}/u;

/** Empty, like what a client leaves out, counts as not given. */
const typed = z.preprocess(
  (value) => (typeof value === 'string' ? normalize(value) : value),
  z.string('This must be text.').optional(),
);

const normalize = (value: string): string | undefined => value.normalize('NFC').trim() || undefined;

const text = (field: TextField) => {
  const { pattern, maxLength, message } = TEXT_RULES[field];
  return typed.superRefine((value, context) => {
    if (value === undefined) return;
    if (CONTROL.test(value)) context.addIssue('Remove line breaks and control characters.');
    else if (value.length > maxLength) context.addIssue(`Use at most ${maxLength} characters.`);
    else if (!pattern.test(value)) context.addIssue(message);
  });
};

const choice = <const T extends readonly string[]>(values: T) =>
  typed.pipe(z.enum(values, 'Choose one of the list.').optional());

const required = <T>(schema: z.ZodType<T | undefined>, field: FieldId) =>
  schema.transform((value, context) => {
    if (value !== undefined) return value;
    context.addIssue(REQUIRED_MESSAGES[field]);
    return z.NEVER;
  });

/** The rule of each field by itself. */
const Fields = z.strictObject({
  exchangeConnectorType: required(choice(CONNECTOR_TYPES), 'exchangeConnectorType'),
  exchangeOrganization: required(text('exchangeOrganization'), 'exchangeOrganization'),
  exchangeAlias: required(text('exchangeAlias'), 'exchangeAlias'),
  serverName: text('serverName'),
  connectorServerName: text('connectorServerName'),
  primarySmtpAddress: text('primarySmtpAddress'),
  version: text('version'),
  status: choice(CONNECTOR_STATUSES),
  lastSyncDate: typed,
  lastSyncTime: typed,
});

/** How organizations are compared: without regard to case, also where that has no one-to-one form. */
export const organizationKey = (organization: string): string =>
  organization.normalize('NFC').toUpperCase().toLowerCase();

/** What a form starts with that asks for the same connector again. */
export function draftFrom({ lastSyncDateTime, ...fields }: Connector): Draft {
  const [lastSyncDate, lastSyncTime] = lastSyncDateTime?.replace('Z', '').split('T') ?? [];
  return present({ ...fields, lastSyncDate, lastSyncTime });
}

/** Reads a submission; reports every mistake at once. `now` decides what lies in the future. */
export function parseConnector(data: object, now: Date): ParsedConnector {
  const draft = draftOf(data);
  const parsed = Fields.safeParse(data);
  const sync = lastSync(
    normalize(draft.lastSyncDate ?? ''),
    normalize(draft.lastSyncTime ?? ''),
    now,
  );
  const errors = { ...missingByType(draft), ...sync.errors, ...fieldErrors(parsed.error) };
  const foreign = foreignNames(parsed.error);
  if (!parsed.success || Object.keys(errors).length > 0) return { ok: false, errors, foreign };
  const { lastSyncDate: _date, lastSyncTime: _time, ...fields } = parsed.data;
  return { ok: true, connector: present({ ...fields, lastSyncDateTime: sync.dateTime }) };
}

/** Longer than any rule allows, and short enough for a card. */
const MAX_DRAFT = 600;

/** Keeps the texts of known fields, cut where no rule allows more, and drops all else. */
export function draftOf(data: object): Draft {
  const given = new Map<string, unknown>(Object.entries(data));
  return Object.fromEntries(
    FORM_FIELD_IDS.flatMap((field) => {
      const value = given.get(field);
      return typeof value === 'string' ? [[field, value.slice(0, MAX_DRAFT).toWellFormed()]] : [];
    }),
  );
}

function missingByType(draft: Draft): FieldErrors {
  const type = CONNECTOR_TYPES.find((known) => known === draft.exchangeConnectorType?.trim());
  const missing = type ? REQUIRED_BY_TYPE[type].filter((field) => !draft[field]?.trim()) : [];
  return Object.fromEntries(missing.map((field) => [field, REQUIRED_MESSAGES[field]]));
}

/** The first message of each field. */
function fieldErrors(error: z.ZodError | undefined): FieldErrors {
  const issues = (error?.issues ?? []).filter((issue) => issue.path.length > 0);
  return Object.fromEntries(issues.map((issue) => [String(issue.path[0]), issue.message]));
}

const foreignNames = (error: z.ZodError | undefined): readonly string[] =>
  (error?.issues ?? []).flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : []));

/** Leaves out what was not given, so that Graph never sees an empty property. */
function present<T extends object>(fields: T): T {
  // Only absent properties are dropped, and those are optional in T.
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
