import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readLock } from '../../supply-chain/lock-file.ts';
import { anInput } from '../support/builders.ts';
import { answeredCard, words } from '../support/cards.ts';
import { runProcesses } from '../support/processes.ts';
import { TeamsClient } from '../support/teams.ts';
import { build, importedBy, installProduction } from './built-program.ts';

/** A peer of adaptivecards-templating: nobody else would install it. */
const PEERS = ['adaptive-expressions'];

describe('the built program', () => {
  const { dependencies, production } = readLock();
  let folder: string;
  let dist: string;
  before(async function () {
    this.timeout(60_000);
    folder = await mkdtemp(join(tmpdir(), 'production-'));
    dist = join(folder, 'dist');
    await Promise.all([build(dist), installProduction(folder, production)]);
  });
  after(async function () {
    this.timeout(30_000);
    await rm(folder, { recursive: true });
  });

  it('imports every dependency but peers of others, and nothing else', async () => {
    const imported = await importedBy(dist);

    assert.deepEqual([...imported, ...PEERS].toSorted(), dependencies.toSorted());
    for (const peer of PEERS) {
      assert.ok(
        production.some(({ name, wants }) => imported.includes(name) && wants.includes(peer)),
      );
    }
  });

  it('works with the production packages alone, whose install scripts never ran', async () => {
    const program = join(dist, 'index.js');
    const bot = await runProcesses({ count: 1, program, environment: {} });
    try {
      const ready = await fetch(`${bot.url}/readyz`);
      const teams = new TeamsClient(bot);
      const answer = await teams.press(await teams.ask('new'), 'form.submit', anInput());

      assert.equal(ready.status, 200);
      assert.match(words(answeredCard(answer)), /^Exchange connector created/);
    } finally {
      await bot.close();
    }
  }).timeout(60_000);
});
