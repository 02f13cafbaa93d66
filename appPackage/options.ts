import { z } from 'zod';
import { NATIONAL_CLOUDS } from '../src/clouds.ts';
import { readArguments } from './arguments.ts';
import { type ManifestOptions, teamsAppIdOf } from './manifest.ts';

/** The numbers of sysexits.h: the command line is wrong, or only the configuration is. */
export type ExitCode = 64 | 78;

export type Parsed =
  | { readonly type: 'help' }
  | { readonly type: 'refused'; readonly mistakes: readonly string[]; readonly exitCode: ExitCode }
  | { readonly type: 'accepted'; readonly options: PackageOptions };

export interface PackageOptions {
  readonly manifest: ManifestOptions;
  readonly out: string;
  /** The options left out whose place in the manifest holds an example. */
  readonly examples: readonly string[];
}

// `Object.keys` forgets the names; the record has these keys and no others.
const CLOUDS = Object.keys(NATIONAL_CLOUDS) as (keyof typeof NATIONAL_CLOUDS)[];
const EXAMPLES = { developer: 'Example', website: 'https://example.com' };

const guid = z
  .guid('give the id as 00000000-0000-0000-0000-000000000000')
  .transform((id) => id.toLowerCase());
const link = z
  .url({ protocol: /^https$/, error: 'give an address that starts with https://' })
  .max(2048, 'give at most 2048 characters');

const Options = z.object({
  'app-id': guid,
  'teams-app-id': guid.optional(),
  cloud: z.enum(CLOUDS, `give one of ${CLOUDS.join(', ')}`).default('global'),
  developer: z
    .string()
    .min(1, 'give a name')
    .max(32, 'give at most 32 characters')
    .default(EXAMPLES.developer),
  website: link.default(EXAMPLES.website),
  privacy: link.optional(),
  terms: link.optional(),
  version: z
    .string()
    .regex(/^(0|[1-9]\d{0,8})(\.(0|[1-9]\d{0,8})){2}$/, 'give three numbers, such as 1.0.0')
    .default('1.0.0'),
  out: z
    .string()
    .regex(/.\.zip$/i, 'give a file name that ends in .zip')
    .default('exchange-connector-bot.zip'),
});

/** Options that the bot's own configuration stands in for. */
const VARIABLES = new Map([
  ['app-id', 'BOT_APP_ID'],
  ['cloud', 'CLOUD'],
]);

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the command line and, for what it leaves out, the environment. Names every mistake at once. */
export function parseOptions(args: readonly string[], environment: Environment): Parsed {
  const { help, given, mistakes } = readArguments(args, Object.keys(Options.shape));
  if (help) return { type: 'help' };
  const inherited = inherit(environment, given);
  const settings = new Map([...given, ...inherited]);
  const parsed = Options.safeParse(Object.fromEntries(settings));
  const issues = parsed.error?.issues ?? [];
  if (parsed.success && mistakes.length === 0) {
    return { type: 'accepted', options: packageOptions(parsed.data, given) };
  }
  const wrongArguments =
    mistakes.length > 0 || issues.some(({ path: [name] }) => !inherited.has(String(name)));
  return {
    type: 'refused',
    mistakes: [...mistakes, ...issues.map((issue) => describe(issue, settings, inherited))],
    exitCode: wrongArguments ? 64 : 78,
  };
}

function inherit(environment: Environment, given: ReadonlyMap<string, string>) {
  const inherited = new Map<string, string>();
  for (const [name, variable] of VARIABLES) {
    const value = environment[variable]?.trim();
    if (value && !given.has(name)) inherited.set(name, value);
  }
  return inherited;
}

function describe(
  { path: [first], message }: z.core.$ZodIssue,
  settings: ReadonlyMap<string, string>,
  inherited: ReadonlyMap<string, string>,
): string {
  const name = String(first);
  const value = settings.get(name);
  if (value === undefined) return `--${name} is missing: ${message}, or set BOT_APP_ID`;
  const source = inherited.has(name) ? VARIABLES.get(name) : `--${name}`;
  return `${source} is ${JSON.stringify(value)}: ${message}`;
}

function packageOptions(
  given: z.output<typeof Options>,
  named: ReadonlyMap<string, string>,
): PackageOptions {
  return {
    manifest: {
      botAppId: given['app-id'],
      teamsAppId: given['teams-app-id'] ?? teamsAppIdOf(given['app-id']),
      cloud: given.cloud,
      developer: given.developer,
      website: given.website,
      privacy: given.privacy ?? given.website,
      terms: given.terms ?? given.website,
      version: given.version,
    },
    out: given.out,
    examples: Object.keys(EXAMPLES).filter((name) => !named.has(name)),
  };
}
