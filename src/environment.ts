import { z } from 'zod';
import { isLoopback, NATIONAL_CLOUDS } from './clouds.ts';
import { durationMs } from './duration.ts';

const CLOUD_NAMES = [...Object.keys(NATIONAL_CLOUDS), 'custom'] as const;
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const guid = z
  .guid('give the id as 00000000-0000-0000-0000-000000000000')
  .transform((id) => id.toLowerCase());
const url = z
  .string()
  .refine((value) => URL.canParse(value), 'give an absolute URL')
  .refine((value) => {
    if (!URL.canParse(value)) return true;
    const parsed = new URL(value);
    return parsed.protocol === 'https:' || (parsed.protocol === 'http:' && isLoopback(parsed));
  }, 'use https (plain http only to this machine)')
  .transform((value) => value.replace(/\/+$/, ''));
/** Entries separated by commas or blanks. */
export const list = z
  .string()
  .transform((value) => value.split(/[\s,]+/).filter((item) => item !== ''))
  .refine((items) => items.length > 0, 'give at least one entry');
/** Reads an ISO 8601 duration as milliseconds; one outside the limits gets the remedy. */
export const durationWithin =
  (limits: { readonly min: number; readonly max: number }, remedy: string) =>
  (value: string, context: z.RefinementCtx): number => {
    const ms = durationMs(value);
    if (ms !== undefined && ms >= limits.min && ms <= limits.max) return ms;
    context.addIssue(remedy);
    return z.NEVER;
  };
const shortDuration = (example: string) =>
  z
    .string()
    .transform(
      durationWithin(
        { min: 1, max: 600_000 },
        `give an ISO 8601 duration above zero and up to PT10M, such as ${example}`,
      ),
    );
const databaseUrl = z
  .string()
  .refine(
    (value) => /^postgres(ql)?:\/\/./i.test(value) && URL.canParse(value),
    'give postgres://user:password@host:5432/database, with special characters percent-encoded',
  );

/** The variables that every cloud needs. */
export const Shared = z.object({
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'give a port from 0 to 65535')
    .transform(Number)
    .refine((port) => port <= 65_535, 'give a port from 0 to 65535')
    .default(3978),
  HOST: z.string().default('0.0.0.0'),
  BOT_APP_ID: guid,
  BOT_APP_TENANT_ID: guid,
  BOT_APP_TYPE: z.enum(['SingleTenant', 'UserAssignedMSI']).default('SingleTenant'),
  BOT_APP_SECRET: z.string().optional(),
  BOT_APP_CERTIFICATE_PATH: z.string().optional(),
  OAUTH_CONNECTION: z.string(),
  GRAPH_SCOPES: list.default(['DeviceManagementServiceConfig.ReadWrite.All']),
  CLOUD: z.enum(CLOUD_NAMES).default('global'),
  GRAPH_TIMEOUT: shortDuration('PT20S').default(20_000),
  GRAPH_SETTLE: shortDuration('PT30S').default(30_000),
  DATABASE_URL: databaseUrl.optional(),
  DATA_DIR: z.string().default('./data'),
  LOG_LEVEL: z.enum(LOG_LEVELS).default('info'),
});

const hosts = list.refine(
  (items) => items.every((host) => /^(\*\.)?[a-z0-9.-]+(:\d+)?$/i.test(host)),
  'give host, host:port or *.host, separated by commas',
);
/** The endpoints of a cloud of one's own; all of them or none. */
export const Custom = z.object({
  CLOUD_GRAPH_URL: url,
  CLOUD_ENTRA_URL: url.refine(
    (value) => value.startsWith('https:'),
    'Entra must be reached by https',
  ),
  CLOUD_TOKEN_SERVICE_URL: url,
  CLOUD_BOT_OPENID_METADATA_URL: url,
  CLOUD_BOT_ISSUER: z.string(),
  CLOUD_BOT_SCOPE: z.string(),
  CLOUD_SERVICE_HOSTS: hosts,
});
