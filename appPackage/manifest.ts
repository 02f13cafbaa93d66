import { createHash } from 'node:crypto';
import { NATIONAL_CLOUDS } from '../src/clouds.ts';
import template from './manifest.json' with { type: 'json' };

/** The clouds that have a Teams of their own. */
export type CloudName = keyof typeof NATIONAL_CLOUDS;

/** What differs from one tenant's package to the next. Ids are GUIDs in lower case. */
export interface ManifestOptions {
  readonly botAppId: string;
  readonly teamsAppId: string;
  readonly cloud: CloudName;
  readonly developer: string;
  readonly website: string;
  readonly privacy: string;
  readonly terms: string;
  readonly version: string;
}

export type Manifest = typeof template;

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** The manifest with every placeholder filled in. */
export function fillManifest(options: ManifestOptions): Manifest {
  const values = new Map([
    ['APP_VERSION', options.version],
    ['TEAMS_APP_ID', options.teamsAppId],
    ['BOT_APP_ID', options.botAppId],
    ['APP_ID_URI', `api://botid-${options.botAppId}`],
    ['TOKEN_SERVICE_HOST', tokenServiceHost(options.cloud)],
    ['DEVELOPER_NAME', options.developer],
    ['WEBSITE_URL', options.website],
    ['PRIVACY_URL', options.privacy],
    ['TERMS_OF_USE_URL', options.terms],
  ]);
  // Filling changes strings only, so the template's shape is the result's shape.
  return fill(template, values) as Manifest;
}

function fill(value: Json, values: ReadonlyMap<string, string>): Json {
  if (typeof value === 'string') {
    return value.replaceAll(/\$\{\{(\w+)\}\}/g, (_, name: string) => {
      const text = values.get(name);
      if (text === undefined) throw new Error(`manifest.json has an unknown placeholder: ${name}`);
      return text;
    });
  }
  if (Array.isArray(value)) return value.map((item: Json) => fill(item, values));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, fill(item, values)]),
    );
  }
  return value;
}

/** As Microsoft writes it: `URL` would lower-case the host. */
const tokenServiceHost = (cloud: CloudName): string =>
  NATIONAL_CLOUDS[cloud].tokenServiceUrl.replace('https://', '');

/** Ours alone; never change it, or installed apps would no longer be updated but doubled. */
const NAMESPACE = 'e9a5c0de-6d0b-4f5e-9c53-2f1b8a7d4c10';

/**
 * The Teams app id that belongs to a bot: a name-based UUID (RFC 9562, version 5), so that a later
 * package updates the app that an earlier one installed.
 */
export function teamsAppIdOf(botAppId: string): string {
  const hash = createHash('sha1')
    .update(Buffer.from(NAMESPACE.replaceAll('-', ''), 'hex'))
    .update(botAppId.toLowerCase())
    .digest()
    .subarray(0, 16);
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  return hash.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
