import type { z } from 'zod';
import { Approval, policySettings } from './approval-environment.ts';
import { type Cloud, NATIONAL_CLOUDS } from './clouds.ts';
import {
  approvalMistakes,
  credentialMistakes,
  describe,
  foreignCloudMistakes,
  type Given,
} from './config-mistakes.ts';
import { Custom, Shared } from './environment.ts';
import type { ApproverSources } from './requests/approvers.ts';
import type { PolicySettings } from './requests/policy.ts';

/** How the app proves who it is to Entra. */
export type AppCredential =
  | { readonly type: 'secret'; readonly secret: string }
  | { readonly type: 'certificate'; readonly path: string }
  | { readonly type: 'managed-identity' };

/** Where requests are kept. */
export type DatabaseSettings =
  | { readonly type: 'postgres'; readonly url: string }
  | { readonly type: 'embedded'; readonly dataDir: string };

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
    /** So long after an unknown outcome a missing connector counts as not created. */
    readonly settleMs: number;
  };
  readonly database: DatabaseSettings;
  readonly approval: PolicySettings;
  readonly approvers: ApproverSources;
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

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the environment once. Throws a `ConfigError` that names every mistake at once. */
export function parseConfig(environment: Environment): Config {
  const given = trimmed(environment);
  const shared = Shared.safeParse(given);
  const approval = Approval.safeParse(given);
  const custom = given.CLOUD === 'custom' ? Custom.safeParse(given) : undefined;
  const mistakes = [
    ...describe(shared.error, given),
    ...describe(approval.error, given),
    ...describe(custom?.error, given),
    ...credentialMistakes(given),
    ...foreignCloudMistakes(given),
    ...approvalMistakes(given),
  ];
  if (!shared.success || !approval.success || mistakes.length > 0) throw new ConfigError(mistakes);
  const cloud = custom?.success ? customCloud(custom.data) : nationalCloud(shared.data.CLOUD);
  return configOf(shared.data, approval.data, cloud);
}

/** What was left empty counts as not given: `.env` files are full of empty lines. */
function trimmed(environment: Environment): Given {
  const given: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    const text = value?.trim();
    if (text) given[name] = text;
  }
  return given;
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

function configOf(
  given: z.output<typeof Shared>,
  approval: z.output<typeof Approval>,
  cloud: Cloud,
): Config {
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
      settleMs: given.GRAPH_SETTLE,
    },
    database: given.DATABASE_URL
      ? { type: 'postgres', url: given.DATABASE_URL }
      : { type: 'embedded', dataDir: given.DATA_DIR },
    approval: policySettings(approval),
    approvers: approval.APPROVERS,
    cloud,
    logLevel: given.LOG_LEVEL,
  };
}

function credentialOf(given: z.output<typeof Shared>): AppCredential {
  if (given.BOT_APP_TYPE === 'UserAssignedMSI') return { type: 'managed-identity' };
  if (given.BOT_APP_SECRET) return { type: 'secret', secret: given.BOT_APP_SECRET };
  return { type: 'certificate', path: given.BOT_APP_CERTIFICATE_PATH ?? '' };
}
