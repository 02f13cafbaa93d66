import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PEOPLE, TEAM } from './cloud/directory.ts';
import { type Sandbox, startSandbox } from './sandbox.ts';

const FOLDER = fileURLToPath(new URL('../.sandbox/', import.meta.url));
const LOG = fileURLToPath(new URL('../.sandbox/bot.log', import.meta.url));

const portFrom = (variable: string, usual: number): number =>
  Number(process.env[variable] ?? usual);

async function start(): Promise<Sandbox> {
  await mkdir(FOLDER, { recursive: true });
  try {
    return await startSandbox({
      windows: [{ person: PEOPLE.alex, port: portFrom('SANDBOX_PORT', 56150) }],
      botPort: portFrom('SANDBOX_BOT_PORT', 3978),
      controlPort: portFrom('SANDBOX_CONTROL_PORT', 3980),
      log: createWriteStream(LOG),
    });
  } catch (error) {
    console.error(`The sandbox could not start: ${error instanceof Error ? error.message : error}`);
    console.error('SANDBOX_PORT, SANDBOX_BOT_PORT and SANDBOX_CONTROL_PORT choose its ports.');
    console.error(`What the bot said: ${relative(process.cwd(), LOG)}`);
    process.exit(1);
  }
}

function instructions({ windows, cloud: { controlUrl } }: Sandbox): string {
  const channel = TEAM.channels.at(-1)?.name;
  const json = "-H 'content-type: application/json'";
  return `
${windows.map(({ person, url }) => `  ${person.name}'s chat    ${url}`).join('\n')}

  Open it in a browser and type   new
  In ${channel} or Group Chat, mention the bot first: type @, choose it, then   new

  Connectors made   curl ${controlUrl}/connectors
  A fault, once     curl ${controlUrl}/faults ${json} \\
                      -d '{"target": "graph.create", "kind": "status", "status": 503, "times": 1}'
  All faults        curl ${controlUrl}/faults
  Faults off        curl -X DELETE ${controlUrl}/faults
  Signed out        curl -X POST ${controlUrl}/people/alex/sign-out
                    (the chat client cannot sign in from a form: type   sign in   first)
  The bot's log     ${relative(process.cwd(), LOG)}

  Ctrl-C ends it.
`;
}

// First of all, so that a signal during the start ends it in order as well.
const asked = new Promise<undefined>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => resolve(undefined));
});
console.log('Starting a Microsoft cloud, the bot and a chat client…');
const sandbox = await start();
console.log(instructions(sandbox));

const broken = await Promise.race([asked, sandbox.broken]);
if (broken !== undefined) {
  console.error(`${broken}; see ${relative(process.cwd(), LOG)}`);
}
await sandbox.close();
process.exit(broken === undefined ? 0 : 1);
