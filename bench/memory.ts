import { setTimeout } from 'node:timers/promises';
import { crowd } from './crowd.ts';
import type { Journey } from './journeys.ts';
import { type Program, type Setup, startProgram } from './program.ts';
import type { Memory } from './results.ts';
import { PROVISIONING_MS } from './turns.ts';

const TURNS = 10_000;
/** Of so many turns each; the cloud forgets in between what it has seen, which fills this process. */
const WAVES = 10;
/** V8 gives back what it no longer uses when a program has been at rest for eight seconds and more. */
const REST_MS = 20_000;

/** Resident memory of a new process before and after many turns of all kinds, eight at a time. */
export async function measureMemory(setup: Setup, journey: Journey): Promise<Memory> {
  const program = await startProgram(setup);
  try {
    const { bytes: before } = await program.usage();
    let turns = 0;
    let ms = 0;
    for (let wave = 1; wave <= WAVES; wave += 1) {
      const from = performance.now();
      await crowd(async () => {
        while (turns < (TURNS * wave) / WAVES) {
          const done = await journey(program.bot);
          // Only now: others have counted meanwhile.
          turns += done;
        }
      });
      ms += performance.now() - from;
      await settle(program);
    }
    const { bytes: busy } = await program.usage();
    await setTimeout(REST_MS);
    const { bytes: rested } = await program.usage();
    return { program: setup.name, turns, before, busy, rested, perSecond: (1000 * turns) / ms };
  } finally {
    await program.bot.close();
  }
}

async function settle(program: Program): Promise<void> {
  await program.quiet(PROVISIONING_MS);
  program.bot.cloud.reset();
}
