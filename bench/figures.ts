import type { Group, Measured, Results, Run } from './results.ts';
import { median, quantile } from './statistics.ts';

/** One number of what was measured; NaN where it was not. */
export type Figure = (measured: Measured) => number;

export const cpu: Figure = ({ cpuMs }) => cpuMs;
export const p50: Figure = ({ latencies }) => quantile(latencies, 0.5);
export const p99: Figure = ({ latencies }) => quantile(latencies, 0.99);
export const ownP50: Figure = ({ own }) => quantile(own, 0.5);
export const ownP99: Figure = ({ own }) => quantile(own, 0.99);
export const crowdP50: Figure = ({ crowdLatencies }) => quantile(crowdLatencies, 0.5);
export const crowdP99: Figure = ({ crowdLatencies }) => quantile(crowdLatencies, 0.99);
export const perSecond: Figure = (measured) => measured.perSecond;

export const FLOOR_NAME = 'floor';
/** The bare bot's answer to a click, measured beside its echo of a message. */
export const CLICK = 'click';

/** The figure of one kind of turn in one program: the median of all runs. */
export const figure = (
  { runs }: Pick<Results, 'runs'>,
  turn: string,
  program: string,
  of: Figure,
): number =>
  medianOf(runs, turn, (group) => {
    const measured = measuredIn(group, program);
    return measured && of(measured);
  });

/** How many times the other program's figure it is: the median of the ratios within each run. */
export const ratio = (
  { runs }: Pick<Results, 'runs'>,
  turn: string,
  program: string,
  to: string = FLOOR_NAME,
  of: Figure = cpu,
): number =>
  medianOf(runs, turn, (group) => {
    const [measured, other] = [measuredIn(group, program), measuredIn(group, to)];
    return measured && other && of(measured) / of(other);
  });

/** The same of the processor time that several turns take together, in runs that have them all. */
export const sumRatio = (
  { runs }: Pick<Results, 'runs'>,
  turns: readonly string[],
  program: string,
  to: string,
): number => {
  const sum = ({ groups }: Run, name: string) =>
    turns
      .map((turn) => groups.find((group) => group.turn === turn))
      .map((group) => (group && measuredIn(group, name)?.cpuMs) ?? Number.NaN)
      .reduce((all, each) => all + each);
  return median(
    runs.map((run) => sum(run, program) / sum(run, to)).filter((value) => !Number.isNaN(value)),
  );
};

function medianOf(
  runs: readonly Run[],
  turn: string,
  of: (group: Group) => number | undefined,
): number {
  const groups = runs.flatMap((run) => run.groups.filter((group) => group.turn === turn));
  return median(groups.map(of).filter((value) => value !== undefined));
}

const measuredIn = ({ floor, others }: Group, program: string): Measured | undefined =>
  [floor, ...others].find((measured) => measured.program === program);

/** The kinds of turns that were measured, in their order. */
export const turnsOf = ({ runs }: Pick<Results, 'runs'>): readonly string[] =>
  runs[0]?.groups.filter(({ others }) => others.every(isNoClick)).map(({ turn }) => turn) ?? [];

const isNoClick = ({ program }: Measured): boolean => program !== CLICK;

/** The bare bot's answer to a click, as a multiple of its echo; NaN where it was not measured. */
export const clickRatio = ({ runs }: Pick<Results, 'runs'>): number =>
  median(
    runs.flatMap(({ groups }) =>
      groups.flatMap(({ floor, others }) =>
        others.filter((each) => !isNoClick(each)).map((each) => each.cpuMs / floor.cpuMs),
      ),
    ),
  );

/** The programs that were measured, the floor first. */
export const programsOf = ({ runs }: Pick<Results, 'runs'>): readonly string[] =>
  runs[0]?.idle.map(({ program }) => program) ?? [];
