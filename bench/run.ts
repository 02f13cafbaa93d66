import { setTimeout } from 'node:timers/promises';
import { CLICK } from './figures.ts';
import type { Lab } from './lab.ts';
import { type Course, measure } from './measure.ts';
import type { Options } from './options.ts';
import type { Program } from './program.ts';
import type { Group, Idle, Run } from './results.ts';
import { ECHO, ECHO_INVOKE, TURNS, type TurnKind } from './turns.ts';

const IDLE_MS = 5000;

/** Measures every kind of turn once in all programs that know it. */
export async function runOnce(lab: Lab, { turns, only }: Options): Promise<Run> {
  const idle = await measureIdle([lab.floor, lab.sample, ...lab.products]);
  const course = (program: Program, kind: TurnKind, name = program.name): Course => ({
    program,
    kind,
    name,
    // Others than the product leave no work behind.
    quietMs: lab.products.includes(program) ? kind.quietMs : ECHO.quietMs,
    idleMsPerSecond: idle.find((each) => each.program === program.name)?.msPerSecond ?? 0,
  });
  const groups: Group[] = [];
  for (const kind of [ECHO_INVOKE, ...TURNS]) {
    if (!only.test(kind.name)) continue;
    const courses =
      kind === ECHO_INVOKE
        ? [course(lab.floor, kind, CLICK)]
        : [
            ...(kind.inSample ? [course(lab.sample, kind)] : []),
            ...lab.products.map((product) => course(product, kind)),
          ];
    console.log(`  ${kind.name}`);
    const [floor, ...others] = await measure([course(lab.floor, ECHO), ...courses], turns);
    if (floor) groups.push({ turn: kind.name, floor, others });
  }
  return { idle, groups };
}

async function measureIdle(programs: readonly Program[]): Promise<readonly Idle[]> {
  const used = () => Promise.all(programs.map(async (each) => (await each.usage()).cpuMs));
  const from = performance.now();
  const before = await used();
  await setTimeout(IDLE_MS);
  const after = await used();
  const seconds = (performance.now() - from) / 1000;
  return programs.map(({ name }, index) => ({
    program: name,
    msPerSecond: ((after[index] ?? 0) - (before[index] ?? 0)) / seconds,
  }));
}
