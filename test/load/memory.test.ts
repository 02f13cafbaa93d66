import assert from 'node:assert/strict';
import { COLLEAGUES } from '../../sandbox/cloud/directory.ts';
import { anInput } from '../support/builders.ts';
import { answeredCard } from '../support/cards.ts';
import { DATABASE_KINDS } from '../support/home.ts';
import { TeamsClient } from '../support/teams.ts';
import { type Program, startProgram } from './program.ts';
import { report } from './report.ts';

const TURNS = Number(process.env.LOAD_TURNS ?? 100_000);
const BATCH = 500;
const WARM_UP = 3000;
const AT_ONCE = 8;
/** Of the first tenth. */
const MARGIN = 1.1;

for (const kind of DATABASE_KINDS) {
  describe(`${TURNS} turns of one process on ${kind}`, () => {
    let program: Program;
    before(async () => {
      program = await startProgram(kind);
    });
    after(() => program.close());

    it('leave its heap as large in the last tenth as in the first', async () => {
      const heaps: number[] = [];
      // Code is compiled and pools are filled first.
      for (let turns = 0; turns < WARM_UP; turns += BATCH) {
        await batch(program, `${kind}, warming up`, turns);
      }
      for (let turns = 0, tenth = 1; turns < TURNS; turns += BATCH) {
        await batch(program, kind, turns);
        if (turns + BATCH < (TURNS / 10) * tenth) continue;
        heaps.push(await program.heap.usedBytes());
        tenth += 1;
      }

      const [first = 0] = heaps;
      const last = heaps.at(-1) ?? Number.POSITIVE_INFINITY;
      report(`${kind}, ${TURNS} turns`, {
        'heap after each tenth, MB': heaps.map((bytes) => (bytes / 1e6).toFixed(1)).join(' '),
        'resident, MB': ((await program.residentBytes()) / 1e6).toFixed(0),
      });
      assert.ok(last < first * MARGIN, `${first} bytes became ${last}`);
    }).timeout(0);
  });
}

/** Turns of every kind, most of them in chats that the process has not seen before. */
async function batch({ bot }: Program, name: string, begun: number): Promise<void> {
  // What the sandbox remembers of its callers is no memory of the bot's.
  bot.cloud.reset();
  let next = begun;
  const work = async () => {
    while (next < begun + BATCH) {
      next += 5;
      await fiveTurns(bot, `${name} ${next}`, next);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

async function fiveTurns(bot: Program['bot'], name: string, at: number): Promise<void> {
  const person = COLLEAGUES[at % COLLEAGUES.length];
  assert.ok(person);
  bot.cloud.tokens.signIn(person);
  const client = new TeamsClient(bot, person);
  const form = await client.ask('new');
  const wrong = await client.press(form, 'form.submit', anInput({ exchangeAlias: 'no alias' }));
  assert.ok(answeredCard(wrong));
  await client.say('help');
  // Every hundredth makes a connector; the others ask for nothing that is stored for good.
  const verb = at % 500 === 0 ? 'form.submit' : 'form.cancel';
  await client.press(form, verb, anInput({ exchangeOrganization: name }));
  await client.say('requests');
}
