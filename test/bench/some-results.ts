import { parseOptions } from '../../bench/options.ts';
import type { Group, Measured, Results } from '../../bench/results.ts';
import { NOTHING } from '../../bench/traffic.ts';

/** What one program took for one turn; only what a test is about is given. */
export const aMeasured = (changes: Partial<Measured> = {}): Measured => ({
  program: 'floor',
  turn: 'echo',
  cpuMs: 2,
  latencies: [3],
  own: [2],
  crowdLatencies: [9],
  perSecond: 500,
  requests: NOTHING,
  connections: NOTHING,
  ...changes,
});

/** Milliseconds of processor time by program, the floor's among them. */
export type Cpu = Readonly<Record<string, number>>;

/** Results of as many runs as a turn has entries. */
export function someResults(
  turns: Readonly<Record<string, readonly Cpu[]>>,
  changes: Partial<Results> = {},
): Results {
  const [first = []] = Object.values(turns);
  return {
    options: parseOptions([]),
    machine: 'a machine',
    starts: [],
    memory: [],
    runs: first.map((_, run) => ({
      groups: Object.entries(turns).map(([turn, cpus]) => groupOf(turn, cpus[run] ?? {})),
      idle: Object.keys(first[0] ?? {}).map((program) => ({ program, msPerSecond: 1 })),
    })),
    ...changes,
  };
}

function groupOf(turn: string, { floor = 2, ...others }: Cpu): Group {
  return {
    turn,
    floor: aMeasured({ cpuMs: floor }),
    others: Object.entries(others).map(([program, cpuMs]) => aMeasured({ program, turn, cpuMs })),
  };
}
