import {
  cpu,
  crowdP50,
  crowdP99,
  FLOOR_NAME,
  figure,
  ownP50,
  ownP99,
  p50,
  p99,
  perSecond,
  programsOf,
  ratio,
  turnsOf,
} from './figures.ts';
import { filledName } from './lab.ts';
import { number, table, thousands, times } from './markdown.ts';
import { nameOf } from './names.ts';
import type { Results } from './results.ts';
import { median } from './statistics.ts';
import { isMet, SERVICE_NAMES, targets } from './targets.ts';
import { SERVICES } from './traffic.ts';

/** Every kind of turn in every program that knows it; the floor once. */
function everyPair(results: Results) {
  const [first = ''] = turnsOf(results);
  const pairs = turnsOf(results).flatMap((turn) =>
    programsOf(results)
      .filter((program) => program !== FLOOR_NAME)
      .map((program) => ({ label: turn, turn, program, name: nameOf(program, results) })),
  );
  const echo = { label: 'echo', turn: first, program: FLOOR_NAME, name: FLOOR_NAME };
  return [echo, ...pairs].filter(
    ({ turn, program }) => !Number.isNaN(figure(results, turn, program, cpu)),
  );
}

export const targetTable = (results: Results): string =>
  table(
    ['target', 'database', 'at most', 'measured', ''],
    targets(results).map((target) => [
      target.what,
      nameOf(target.kind, results),
      `${target.limit} ${target.unit}`,
      number(target.measured, 2),
      isMet(target) ? 'met' : '**not met**',
    ]),
  );

/** Ratios to the floor, with the milliseconds of both. */
export function cpuTable(results: Results): string {
  const programs = programsOf(results).filter((program) => program !== FLOOR_NAME);
  const cell = (turn: string, program: string) => {
    const multiple = ratio(results, turn, program);
    if (Number.isNaN(multiple)) return '–';
    return `${times(multiple)} (${number(figure(results, turn, program, cpu), 2)})`;
  };
  return table(
    ['turn', 'floor, ms', ...programs.map((program) => nameOf(program, results))],
    turnsOf(results).map((turn) => [
      turn,
      number(figure(results, turn, FLOOR_NAME, cpu), 2),
      ...programs.map((program) => cell(turn, program)),
    ]),
  );
}

/** How much more a turn takes where much is stored. */
export function storedTable(results: Results): string {
  const { kinds, stored } = results.options;
  const shown = stored === 0 ? [] : kinds;
  const figures = [
    ['CPU', cpu],
    ['p50', p50],
    ['p99', p99],
  ] as const;
  const rows = turnsOf(results).map((turn) => [
    turn,
    ...shown.flatMap((kind) =>
      figures.map(([, of]) => times(ratio(results, turn, filledName(kind), kind, of))),
    ),
  ]);
  const head = shown.flatMap((kind) =>
    figures.map(([name]) => `${nameOf(kind, results)}, ${name}`),
  );
  return table(['turn', ...head], shown.length === 0 ? [] : rows);
}

export const latencyTable = (results: Results): string =>
  table(
    ['turn', 'program', 'p50', 'p99', 'own p50', 'own p99', 'p50 at 8', 'p99 at 8', 'turns/s at 8'],
    everyPair(results).map(({ label, turn, program, name }) => [
      label,
      name,
      ...[p50, p99, ownP50, ownP99, crowdP50, crowdP99].map((of) =>
        number(figure(results, turn, program, of)),
      ),
      number(figure(results, turn, program, perSecond), 0),
    ]),
  );

export const trafficTable = (results: Results): string =>
  table(
    [
      'turn',
      'program',
      ...SERVICES.map((service) => `requests to ${SERVICE_NAMES[service]}`),
      ...SERVICES.map((service) => `connections to ${SERVICE_NAMES[service]}`),
    ],
    everyPair(results).map(({ label, turn, program, name }) => [
      label,
      name,
      ...SERVICES.map((service) =>
        number(
          figure(results, turn, program, ({ requests }) => requests[service]),
          2,
        ),
      ),
      ...SERVICES.map((service) =>
        number(figure(results, turn, program, ({ connections }) => connections[service])),
      ),
    ]),
  );

export function startTable(results: Results): string {
  const floor = median(results.starts.find(({ program }) => program === FLOOR_NAME)?.ms ?? []);
  return table(
    ['program', 'database', 'seconds', '× floor'],
    results.starts.map(({ program, database, ms }) => [
      nameOf(program, results),
      database,
      number(median(ms) / 1000, 2),
      times(median(ms) / floor),
    ]),
  );
}

const MEGABYTE = 1024 * 1024;

export const memoryTable = (results: Results): string =>
  table(
    ['program', 'turns', 'MB at start', 'MB right after', 'MB after a rest', 'turns/s at 8'],
    results.memory.map(({ program, turns, before, busy, rested, perSecond }) => [
      nameOf(program, results),
      thousands(turns),
      number(before / MEGABYTE, 0),
      number(busy / MEGABYTE, 0),
      number(rested / MEGABYTE, 0),
      number(perSecond, 0),
    ]),
  );

export const idleTable = (results: Results): string =>
  table(
    ['program', 'CPU, ms per second'],
    programsOf(results).map((program) => [
      nameOf(program, results),
      number(
        median(
          results.runs.flatMap(({ idle }) =>
            idle.filter((each) => each.program === program).map(({ msPerSecond }) => msPerSecond),
          ),
        ),
      ),
    ]),
  );
