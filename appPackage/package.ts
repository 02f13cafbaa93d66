/** The command `npm run package`: writes the Teams app package for one bot. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zip } from './archive.ts';
import { fillManifest, type ManifestOptions } from './manifest.ts';
import { type PackageOptions, parseOptions } from './options.ts';

const HELP = `Usage: npm run package -- --app-id <guid> [options]

Writes the Teams app package (a zip file) of this bot.

  --app-id <guid>        app id of the bot; if left out: BOT_APP_ID, also from .env
  --teams-app-id <guid>  id of the app in Teams; if left out: made from the bot's app id,
                         always the same, so that a later package updates the app
  --cloud <name>         global, usgov-l4, usgov-l5 or china; if left out: CLOUD, or global
  --developer <name>     who offers the app, at most 32 characters
  --website <url>        web site of the developer; all addresses start with https://
  --privacy <url>        privacy statement; if left out: the web site
  --terms <url>          terms of use; if left out: the web site
  --version <x.y.z>      version of the app, at first 1.0.0; raise it to update the app
  --out <file.zip>       file to write; if left out: exchange-connector-bot.zip
  --help                 shows this text
`;

const CANNOT_CREATE = 73; // sysexits.h

function packageOf(manifest: ManifestOptions): Uint8Array {
  const icon = (name: string) => readFileSync(join(import.meta.dirname, name));
  return zip({
    'manifest.json': Buffer.from(`${JSON.stringify(fillManifest(manifest), undefined, 2)}\n`),
    'color.png': icon('color.png'),
    'outline.png': icon('outline.png'),
  });
}

function write({ manifest, out, examples }: PackageOptions): void {
  const bytes = packageOf(manifest);
  try {
    writeFileSync(out, bytes);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    console.error(`The package cannot be written: ${reason}`);
    process.exitCode = CANNOT_CREATE;
    return;
  }
  console.log(`Wrote ${out}: version ${manifest.version} for the ${manifest.cloud} cloud
  Teams app id ${manifest.teamsAppId}
  bot app id   ${manifest.botAppId}

Next: in the Teams admin center, Teams apps > Manage apps > Upload new app,
or for yourself in Teams, Apps > Manage your apps > Upload an app.`);
  if (examples.length > 0) {
    const names = examples.map((name) => `--${name}`).join(', ');
    console.error(`\nNot given, so the package holds an example: ${names}`);
  }
}

if (existsSync('.env')) process.loadEnvFile();
const parsed = parseOptions(process.argv.slice(2), process.env);
switch (parsed.type) {
  case 'help':
    console.log(HELP);
    break;
  case 'refused':
    console.error('No package was written:');
    for (const mistake of parsed.mistakes) console.error(`  - ${mistake}`);
    console.error('\nnpm run package -- --help lists the options.');
    process.exitCode = parsed.exitCode;
    break;
  case 'accepted':
    write(parsed.options);
    break;
}
