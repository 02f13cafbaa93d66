import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PEOPLE, type Person, TEAM } from './cloud/directory.ts';
import { type Sandbox, startSandbox } from './sandbox.ts';

const FOLDER = fileURLToPath(new URL('../.sandbox/', import.meta.url));
const LOG = fileURLToPath(new URL('../.sandbox/bot.log', import.meta.url));

const REQUESTER = PEOPLE.alex;
/** An owner of the team; by default those approve. */
const APPROVER = PEOPLE.megan;

const PORTS = [
  'SANDBOX_PORT',
  'SANDBOX_APPROVER_PORT',
  'SANDBOX_BOT_PORT',
  'SANDBOX_CONTROL_PORT',
] as const;

const portFrom = (variable: (typeof PORTS)[number], usual: number): number =>
  Number(process.env[variable] ?? usual);

async function start(): Promise<Sandbox> {
  await mkdir(FOLDER, { recursive: true });
  try {
    return await startSandbox({
      windows: [
        { person: REQUESTER, port: portFrom('SANDBOX_PORT', 56150) },
        { person: APPROVER, port: portFrom('SANDBOX_APPROVER_PORT', 56151) },
      ],
      botPort: portFrom('SANDBOX_BOT_PORT', 3978),
      controlPort: portFrom('SANDBOX_CONTROL_PORT', 3980),
      log: createWriteStream(LOG),
    });
  } catch (error) {
    console.error(`The sandbox could not start: ${error instanceof Error ? error.message : error}`);
    console.error(`${PORTS.join(', ')} choose its ports.`);
    console.error(`What the bot said: ${relative(process.cwd(), LOG)}`);
    process.exit(1);
  }
}

const nickname = ({ name }: Person): string => name.split(' ')[0] ?? name;

function instructions({ windows, cloud: { controlUrl } }: Sandbox): string {
  const [requester, approver] = [nickname(REQUESTER), nickname(APPROVER)];
  const channel = TEAM.channels.at(-1)?.name;
  const json = "-H 'content-type: application/json'";
  return `
${windows.map(({ person, url }) => `  ${`${nickname(person)}'s chat`.padEnd(18)}${url}`).join('\n')}

  Open both in a browser. ${approver} owns the team, and the bot writes to those whom it has met.

  Alone             In ${requester}'s Personal Chat type   new
  With approval     In ${requester}'s window choose the channel ${channel}, type @, choose the bot, then   new
                    Fill in the form and press Request connector.
                    ${approver}'s Personal Chat gets a copy of the card: press Approve, or Reject with a
                    comment. The card in the channel follows, and ${requester} is mentioned below it.
  Once more         A reload empties the page:   requests   lists what waits,   request 1   shows one.

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
