import { z } from 'zod';

/** Kinds of connector that may be asked for; Graph's `unknownFutureValue` is never sent. */
export const CONNECTOR_TYPES = ['onPremises', 'hosted', 'serviceToService', 'dedicated'] as const;
export type ConnectorType = (typeof CONNECTOR_TYPES)[number];

export const CONNECTOR_STATUSES = [
  'none',
  'connectionPending',
  'connected',
  'disconnected',
] as const;
export type ConnectorStatus = (typeof CONNECTOR_STATUSES)[number];

/** The form's input ids: Graph's property names, with the date and time of the last sync apart. */
export const FIELD_IDS = [
  'exchangeConnectorType',
  'exchangeOrganization',
  'exchangeAlias',
  'serverName',
  'connectorServerName',
  'primarySmtpAddress',
  'version',
  'status',
  'lastSyncDate',
  'lastSyncTime',
] as const;
export type FieldId = (typeof FIELD_IDS)[number];

/** The same with what those who approve are told. */
export const FORM_FIELD_IDS = [...FIELD_IDS, 'justification'] as const;
export type FormFieldId = (typeof FORM_FIELD_IDS)[number];

/** One rule for the server and for the card, which can only run plain JavaScript patterns. */
export interface TextRule {
  readonly pattern: RegExp;
  /**
   * The pattern for the card, where it must be another one: an Adaptive Card has no Unicode
   * classes. It accepts all that `pattern` accepts.
   */
  readonly cardPattern?: RegExp;
  /** In UTF-16 units, as both JavaScript and the card count them. */
  readonly maxLength: number;
  readonly message: string;
}

const LABEL = '[A-Za-z0-9](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9])?';
// A name that ends in a number would be read as an IPv4 address. The look-aheads let blanks follow,
// because the card checks what the server trims first.
const NO_NUMBER_AT_END = '(?!(?:\\S*\\.)?\\d+\\s*$)';
const HOST_NAME = `${NO_NUMBER_AT_END}(?=\\S{1,253}\\s*$)${LABEL}(?:\\.${LABEL})*`;
const IPV4 = z.regexes.ipv4.source.slice(1, -1);
const IPV6 = z.regexes.ipv6.source.slice(1, -1);
const ALIAS_CHARACTERS = "A-Za-z0-9!#$%&'*+/=?^_`{|}~-";

const host: TextRule = {
  pattern: new RegExp(`^(?:${HOST_NAME}|${IPV4}|${IPV6})$`),
  maxLength: 255,
  message:
    'Enter one host name (such as EXCH01 or exch01.contoso.com) or IP address, without spaces or a port.',
};

export const TEXT_RULES = {
  exchangeOrganization: {
    pattern: /^[\p{L}\p{N}][\p{L}\p{M}\p{N} .\-_&']*$/u,
    cardPattern: /^[A-Za-z0-9\u0080-\uffff][A-Za-z0-9\u0080-\uffff .\-_&']*$/,
    maxLength: 255,
    message:
      "Start with a letter or digit; then letters, digits, spaces and . - _ & ' are allowed.",
  },
  exchangeAlias: {
    pattern: new RegExp(`^[.${ALIAS_CHARACTERS}]+$`),
    maxLength: 64,
    message:
      "Enter a mail nickname without spaces: letters, digits and ! # $ % & ' * + - / = ? ^ _ ` { | } ~ . are allowed.",
  },
  serverName: host,
  connectorServerName: host,
  primarySmtpAddress: {
    pattern: new RegExp(
      `^(?=[^@]{1,64}@)[${ALIAS_CHARACTERS}]+(?:\\.[${ALIAS_CHARACTERS}]+)*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]$`,
    ),
    maxLength: 255,
    message: 'Enter one mail address, such as exchange@contoso.com.',
  },
  version: {
    pattern: /^\d+(?:\.\d+){1,3}$/,
    maxLength: 255,
    message: 'Enter two to four numbers separated by dots, such as 15.2.1118.7.',
  },
} as const satisfies Partial<Record<FieldId, TextRule>>;
export type TextField = keyof typeof TEXT_RULES;

/** Fields that every connector needs. */
export const ALWAYS_REQUIRED = [
  'exchangeConnectorType',
  'exchangeOrganization',
  'exchangeAlias',
] as const satisfies readonly FieldId[];

/** Fields that a kind of connector needs on top. */
export const REQUIRED_BY_TYPE: Readonly<Record<ConnectorType, readonly FieldId[]>> = {
  onPremises: ['serverName', 'connectorServerName'],
  dedicated: ['serverName', 'connectorServerName'],
  hosted: ['primarySmtpAddress'],
  serviceToService: ['primarySmtpAddress'],
};

/** What a person reads beside a field that was left empty. */
export const REQUIRED_MESSAGES: Readonly<Record<FieldId, string>> = {
  exchangeConnectorType: 'Choose the kind of connector.',
  exchangeOrganization: 'Enter the Exchange organization.',
  exchangeAlias: 'Enter the alias.',
  serverName: 'Enter the Exchange server: this kind of connector needs it.',
  connectorServerName: 'Enter the connector server: this kind of connector needs it.',
  primarySmtpAddress: 'Enter the mail address: this kind of connector needs it.',
  version: 'Enter the version.',
  status: 'Choose the status.',
  lastSyncDate: 'Enter the date as well, or clear the time.',
  lastSyncTime: 'Enter the time as well, or clear the date.',
};

/** At most one message beside each field. */
export type FieldErrors = Readonly<Partial<Record<FormFieldId, string>>>;
