import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import type { Program } from './program.ts';
import type { Ready, TurnKind } from './turns.ts';

/** What one kind of turn takes. */
export interface Taken {
  /** Milliseconds from the request of Teams to its answer, ascending. */
  readonly latencies: readonly number[];
  /** Milliseconds of the program's processor time for one turn, with the work it leaves behind. */
  readonly cpu: number;
}

const WARM_UP = 6;
/** Preparations that go on at the same time. */
const AT_ONCE = Array.from({ length: 4 });

/** Sends the turns one at a time to one program after the other, so that noise hits all alike. */
export async function measure(
  kind: TurnKind,
  programs: readonly Program[],
  turns: number,
): Promise<readonly Taken[]> {
  const courses = programs.map((program) => ({
    program,
    ready: [] as Ready[],
    latencies: [] as number[],
  }));
  await Promise.all(
    courses.map(async ({ program, ready }) => {
      while (ready.length < WARM_UP + turns) {
        ready.push(...(await Promise.all(AT_ONCE.map(() => kind.ready(program.bot)))));
      }
    }),
  );
  const round = async (index: number) => {
    // The second profits from what the first has warmed up, so they take turns in that, too.
    const order = index % 2 === 0 ? courses : courses.toReversed();
    for (const { ready, latencies } of order) {
      const turn = ready[index];
      if (turn) latencies.push(await timed(kind, turn));
    }
  };
  const cpuSeconds = async () => {
    await Promise.all(programs.map((program) => quiet(program, kind.quietMs)));
    return Promise.all(programs.map((program) => program.metric('process_cpu_seconds_total')));
  };
  for (let index = 0; index < WARM_UP; index += 1) await round(index);
  const before = await cpuSeconds();
  for (let index = 0; index < turns; index += 1) await round(WARM_UP + index);
  const after = await cpuSeconds();
  return courses.map(({ latencies }, index) => ({
    latencies: latencies.slice(WARM_UP).sort((a, b) => a - b),
    cpu: (1000 * ((after[index] ?? 0) - (before[index] ?? 0))) / turns,
  }));
}

async function quiet({ bot }: Program, ms: number): Promise<void> {
  const { connector } = bot.cloud;
  for (let heard = -1; heard < connector.requests.length; ) {
    heard = connector.requests.length;
    await setTimeout(ms);
  }
}

async function timed({ name, expected }: TurnKind, turn: Ready): Promise<number> {
  const begun = performance.now();
  const answer = await turn.send();
  const took = performance.now() - begun;
  assert.match(turn.shown(answer), expected, name);
  return took;
}

/** `sorted` is ascending. */
export const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
