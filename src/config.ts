import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { type Cloud, isLoopback, NATIONAL_CLOUDS } from './clouds.ts';
import { durationMs } from './duration.ts';

/** How the app proves who it is to Entra. */
export type AppCredential =
  | { readonly type: 'secret'; readonly secret: string }
  | { readonly type: 'certificate'; readonly path: string }
  | { readonly type: 'managed-identity' };

/** The environment, read once: everything in it is true and complete. */
export interface Config {
  readonly http: { readonly host: string; readonly port: number };
  readonly bot: {
    readonly id: string;
    readonly tenantId: string;
    readonly credential: AppCredential;
    readonly oauthConnection: string;
  };
  readonly graph: {
    /** Fully qualified delegated scopes for the on-behalf-of exchange. */
    readonly scopes: readonly string[];
    readonly timeoutMs: number;
  };
  readonly cloud: Cloud;
  readonly logLevel: string;
}

/** Every mistake of the environment, one a line: variable, value, remedy. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly mistakes: readonly string[];
  constructor(mistakes: readonly string[]) {
    super(`The configuration is wrong:\n${mistakes.map((mistake) => `  - ${mistake}`).join('\n')}`);
    this.mistakes = mistakes;
  }
}

const SECRETS = new Set(['BOT_APP_SECRET']);
const CLOUD_NAMES = [...Object.keys(NATIONAL_CLOUDS), 'custom'] as const;
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const guid = z.guid('give the id as 00000000-0000-0000-0000-000000000000');
const url = z
  .string()
  .refine((value) => URL.canParse(value), 'give an absolute URL')
  .refine((value) => {
    if (!URL.canParse(value)) return true;
    const parsed = new URL(value);
    return parsed.protocol === 'https:' || (parsed.protocol === 'http:' && isLoopback(parsed));
  }, 'use https (plain http only to this machine)')
  .transform((value) => value.replace(/\/+$/, ''));
const list = z
  .string()
  .transform((value) => value.split(/[\s,]+/).filter((item) => item !== ''))
  .refine((items) => items.length > 0, 'give at least one entry');
const duration = z.string().transform((value, context) => {
  const ms = durationMs(value);
  if (ms !== undefined && ms > 0) return ms;
  context.addIssue('give an ISO 8601 duration above zero, such as PT20S');
  return z.NEVER;
});

const Shared = z.object({
  PORT: z.coerce.number('give a port from 0 to 65535').int().min(0).max(65_535).default(3978),
  HOST: z.string().default('0.0.0.0'),
  BOT_APP_ID: guid,
  BOT_APP_TENANT_ID: guid,
  BOT_APP_TYPE: z.enum(['SingleTenant', 'UserAssignedMSI']).default('SingleTenant'),
  BOT_APP_SECRET: z.string().optional(),
  BOT_APP_CERTIFICATE_PATH: z.string().optional(),
  OAUTH_CONNECTION: z.string(),
  GRAPH_SCOPES: list.default(['DeviceManagementServiceConfig.ReadWrite.All']),
  CLOUD: z.enum(CLOUD_NAMES).default('global'),
  GRAPH_TIMEOUT: duration.default(20_000),
  LOG_LEVEL: z.enum(LOG_LEVELS).default('info'),
});

const hosts = list.refine(
  (items) => items.every((host) => /^(\*\.)?[a-z0-9.-]+(:\d+)?$/i.test(host)),
  'give host, host:port or *.host, separated by commas',
);
const Custom = z.object({
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

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the environment once. Throws a `ConfigError` that names every mistake at once. */
export function parseConfig(environment: Environment): Config {
  const given = trimmed(environment);
  const shared = Shared.safeParse(given);
  const custom = given.CLOUD === 'custom' ? Custom.safeParse(given) : undefined;
  const mistakes = [
    ...describe(shared.error, given),
    ...describe(custom?.error, given),
    ...credentialMistakes(given),
    ...foreignCloudMistakes(given),
  ];
  if (!shared.success || mistakes.length > 0) throw new ConfigError(mistakes);
  const cloud = custom?.success ? customCloud(custom.data) : nationalCloud(shared.data.CLOUD);
  return configOf(shared.data, cloud);
}

/** What was left empty counts as not given: `.env` files are full of empty lines. */
function trimmed(environment: Environment): Record<string, string> {
  const given: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    const text = value?.trim();
    if (text) given[name] = text;
  }
  return given;
}

function describe(error: z.ZodError | undefined, given: Record<string, string>): string[] {
  return (error?.issues ?? []).map((issue) => {
    const name = String(issue.path[0]);
    const value = given[name];
    if (value === undefined) return `${name} is missing: set it (see .env.example)`;
    const shown = SECRETS.has(name) ? '(not shown)' : JSON.stringify(value);
    return `${name} is ${shown}: ${issue.message}`;
  });
}

function credentialMistakes(given: Record<string, string>): string[] {
  const { BOT_APP_SECRET: secret, BOT_APP_CERTIFICATE_PATH: path } = given;
  if (given.BOT_APP_TYPE === 'UserAssignedMSI') {
    return secret || path
      ? ['BOT_APP_TYPE is "UserAssignedMSI": remove BOT_APP_SECRET and BOT_APP_CERTIFICATE_PATH']
      : [];
  }
  if (secret && path) {
    return ['BOT_APP_SECRET and BOT_APP_CERTIFICATE_PATH are both set: keep one of them'];
  }
  if (secret) return [];
  if (!path) return ['BOT_APP_SECRET is missing: set it, or BOT_APP_CERTIFICATE_PATH'];
  return certificateMistakes(path);
}

function certificateMistakes(path: string): string[] {
  const said = `BOT_APP_CERTIFICATE_PATH is ${JSON.stringify(path)}`;
  try {
    const pem = readFileSync(path, 'utf8');
    return pem.includes('-----BEGIN CERTIFICATE-----') &&
      /-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem)
      ? []
      : [`${said}: the file must hold a PEM certificate and its private key`];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return [`${said}: the file cannot be read (${reason})`];
  }
}

function foreignCloudMistakes(given: Record<string, string>): string[] {
  if (given.CLOUD === 'custom') return [];
  return Object.keys(Custom.shape)
    .filter((name) => given[name] !== undefined)
    .map((name) => `${name} is ${JSON.stringify(given[name])}: remove it, or set CLOUD=custom`);
}

const nationalCloud = (name: string): Cloud =>
  Object.values(NATIONAL_CLOUDS).find((cloud) => cloud.name === name) ?? NATIONAL_CLOUDS.global;

const customCloud = (given: z.output<typeof Custom>): Cloud => ({
  name: 'custom',
  graphUrl: given.CLOUD_GRAPH_URL,
  entraUrl: given.CLOUD_ENTRA_URL,
  tokenServiceUrl: given.CLOUD_TOKEN_SERVICE_URL,
  botOpenIdMetadataUrl: given.CLOUD_BOT_OPENID_METADATA_URL,
  botIssuer: given.CLOUD_BOT_ISSUER,
  botScope: given.CLOUD_BOT_SCOPE,
  serviceHosts: given.CLOUD_SERVICE_HOSTS,
  plainHttp: true,
});

function configOf(given: z.output<typeof Shared>, cloud: Cloud): Config {
  return {
    http: { host: given.HOST, port: given.PORT },
    bot: {
      id: given.BOT_APP_ID,
      tenantId: given.BOT_APP_TENANT_ID,
      credential: credentialOf(given),
      oauthConnection: given.OAUTH_CONNECTION,
    },
    graph: {
      scopes: given.GRAPH_SCOPES.map((scope) =>
        scope.includes('://') ? scope : `${cloud.graphUrl}/${scope}`,
      ),
      timeoutMs: given.GRAPH_TIMEOUT,
    },
    cloud,
    logLevel: given.LOG_LEVEL,
  };
}

function credentialOf(given: z.output<typeof Shared>): AppCredential {
  if (given.BOT_APP_TYPE === 'UserAssignedMSI') return { type: 'managed-identity' };
  if (given.BOT_APP_SECRET) return { type: 'secret', secret: given.BOT_APP_SECRET };
  return { type: 'certificate', path: given.BOT_APP_CERTIFICATE_PATH ?? '' };
}
