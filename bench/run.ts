import { setTimeout } from 'node:timers/promises';
import { CLICK } from './figures.ts';
import type { Lab } from './lab.ts';
import { type Course, measure } from './measure.ts';
import type { Options } from './options.ts';
import type { Program } from './program.ts';
import type { Group, Idle, Run } from './results.ts';
import { median } from './statistics.ts';
import { ECHO, ECHO_INVOKE, TURNS, type TurnKind } from './turns.ts';

/** Everything that a program does again and again, it does in this time. */
const IDLE_MS = 10_000;
/** The collector of garbage may come in one of them, and in the first there is more work left. */
const IDLE_WINDOWS = 3;

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
  const windows: (readonly number[])[] = [];
  await setTimeout(IDLE_MS);
  let before = await used();
  for (let window = 0; window < IDLE_WINDOWS; window += 1) {
    await setTimeout(IDLE_MS);
    const after = await used();
    windows.push(after.map((cpuMs, index) => cpuMs - (before[index] ?? 0)));
    before = after;
  }
  return programs.map(({ name }, index) => ({
    program: name,
    msPerSecond: median(windows.map((each) => each[index] ?? 0)) / (IDLE_MS / 1000),
  }));
}
