import { cpu, type Figure, figure, ownP50, ownP99, ratio, sumRatio, turnsOf } from './figures.ts';
import { filledName } from './lab.ts';
import type { Kind } from './options.ts';
import type { Results } from './results.ts';
import { median } from './statistics.ts';
import { type CloudService, SERVICES } from './traffic.ts';

/** A promise about speed, and what was measured; NaN where it was not. */
export interface Target {
  readonly what: string;
  readonly kind: Kind;
  readonly unit: '× floor' | '× empty' | '× sample' | 'requests' | 'connections' | 'ms' | 'MB';
  readonly limit: number;
  readonly measured: number;
}

/** What is shown rounds to the limit when it is met. */
const ROUNDING = 0.005;

export const isMet = ({ measured, limit }: Target): boolean => measured <= limit + ROUNDING;

/** The most processor time that a turn may take, as a multiple of the floor's. */
export const LIMITS: readonly (readonly [turn: string, kind: Kind, limit: number])[] = [
  ...(['form', 'help', 'refresh'] as const).flatMap((turn) => [
    [turn, 'pglite', 1.2] as const,
    [turn, 'postgres', 1.2] as const,
  ]),
  ['invalid submit', 'pglite', 1.3],
  ['invalid submit', 'postgres', 1.3],
  ['submit → created', 'pglite', 7],
  ['submit → created', 'postgres', 4],
  ['approve → created', 'postgres', 5],
];

const MEGABYTE = 1024 * 1024;
const SUBMIT = 'submit → created';
/** What it takes to create a connector, from `new` on. */
const CREATING = ['form', SUBMIT];

/** Those that this run can tell about. */
export const targets = (results: Results): readonly Target[] =>
  [
    ...LIMITS.map(([turn, kind, limit]): Target => {
      const measured = ratio(results, turn, kind);
      return { what: `CPU of ${turn}`, kind, unit: '× floor', limit, measured };
    }),
    ...traffic(results),
    ...latency(results),
    ...results.options.kinds.flatMap((kind) => [growth(results, kind), connections(results, kind)]),
    ...resources(results),
  ].filter(({ measured }) => !Number.isNaN(measured));

const traffic = (results: Results): readonly Target[] =>
  (
    [
      ['graph', 2],
      ['tokens', 1],
      ['entra', 0],
    ] as const
  ).map(([service, limit]) => ({
    what: `${SUBMIT}: requests to ${SERVICE_NAMES[service]}`,
    kind: 'postgres',
    unit: 'requests',
    limit,
    measured: figure(results, SUBMIT, 'postgres', ({ requests }) => requests[service]),
  }));

export const SERVICE_NAMES: Readonly<Record<CloudService, string>> = {
  graph: 'Graph',
  tokens: 'the token service',
  entra: 'Entra',
  connector: 'Teams',
};

function latency(results: Results): readonly Target[] {
  const own = (name: string, of: Figure, limit: number): Target => ({
    what: `${SUBMIT}: own latency, ${name}`,
    kind: 'postgres',
    unit: 'ms',
    limit,
    measured: figure(results, SUBMIT, 'postgres', of),
  });
  return [own('p50', ownP50, 25), own('p99', ownP99, 100)];
}

/** The turn that suffers most from what is stored. */
function growth(results: Results, kind: Kind): Target {
  const [turn, measured] = worst(
    turnsOf(results).map((each) => [each, ratio(results, each, filledName(kind), kind, cpu)]),
  );
  const what = `any turn with ${results.options.stored.toLocaleString('en-US')} requests (${turn})`;
  return { what, kind, unit: '× empty', limit: 1.1, measured };
}

function connections(results: Results, kind: Kind): Target {
  const [turn, measured] = worst(
    turnsOf(results).flatMap((each) =>
      SERVICES.map((service): readonly [string, number] => [
        `${each}, ${SERVICE_NAMES[service]}`,
        figure(results, each, kind, (taken) => taken.connections[service]),
      ]),
    ),
  );
  const where = measured > 0 ? ` (${turn})` : '';
  const what = `new connections to a service for 1,000 turns${where}`;
  return { what, kind, unit: 'connections', limit: 5, measured };
}

function resources({ starts, memory, runs }: Results): readonly Target[] {
  const ready = (kind: Kind, database: 'cold' | 'warm', limit: number): Target => {
    const start = starts.find((each) => each.program === kind && each.database === database);
    const what = `time to ready, ${database} database`;
    return { what, kind, unit: 'ms', limit, measured: median(start?.ms ?? []) };
  };
  const { rested = Number.NaN } = memory.find(({ program }) => program === 'postgres') ?? {};
  return [
    {
      what: `a created connector: ${CREATING.join(' and ')}`,
      kind: 'postgres',
      unit: '× sample',
      limit: 1,
      measured: sumRatio({ runs }, CREATING, 'postgres', 'sample'),
    },
    ready('postgres', 'cold', 1000),
    ready('postgres', 'warm', 1000),
    ready('pglite', 'warm', 1600),
    {
      what: 'memory after 10,000 turns and a rest',
      kind: 'postgres',
      unit: 'MB',
      limit: 180,
      measured: rested / MEGABYTE,
    },
  ];
}

/** The highest of those that were measured. */
function worst(all: readonly (readonly [string, number])[]): readonly [string, number] {
  const measured = all.filter(([, value]) => !Number.isNaN(value));
  return measured.toSorted(([, a], [, b]) => b - a)[0] ?? ['', Number.NaN];
}
