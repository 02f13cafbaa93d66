import { Gauge, Histogram, Registry } from 'prom-client';
import type { CallObserver } from './cloud-calls.ts';
import { observeProcess } from './process-metrics.ts';
import { type Counting, recently } from './recently.ts';
import type { JobCount } from './requests/job-counts.ts';
import type { Request } from './requests/request.ts';

/** What the process tells Prometheus. Every label has a few values, none that anybody typed. */
export interface Metrics {
  turn(kind: string, outcome: string, seconds: number): void;
  readonly cloudCall: CallObserver;
  readonly contentType: string;
  /** Answers within a few seconds, whatever the database does; what it does not tell is left out. */
  text(): Promise<string>;
}

export interface MetricsDeps extends Counting {
  readonly countRequests: () => Promise<ReadonlyMap<string, number>>;
  readonly countJobs: () => Promise<readonly JobCount[]>;
}

const TURN_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2, 4, 7, 10];
const CALL_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20];

const STATUSES: Readonly<Record<Request['status'], true>> = {
  waiting: true,
  provisioning: true,
  blocked: true,
  created: true,
  failed: true,
  rejected: true,
  cancelled: true,
  expired: true,
};

/** Builds the metrics of one app, in a registry of its own. */
export function createMetrics({ countRequests, countJobs, ...counting }: MetricsDeps): Metrics {
  const registry = new Registry();
  const turns = new Histogram({
    name: 'bot_turn_duration_seconds',
    help: 'Turns: from the request of Teams to its answer.',
    labelNames: ['kind', 'outcome'],
    buckets: TURN_SECONDS,
    registers: [registry],
  });
  const calls = new Histogram({
    name: 'bot_cloud_call_duration_seconds',
    help: 'HTTP requests to the clouds, each attempt.',
    labelNames: ['service', 'status'],
    buckets: CALL_SECONDS,
    registers: [registry],
  });
  addRequests(registry, recently(countRequests, counting));
  addJobs(registry, recently(countJobs, counting));
  observeProcess(registry);
  return {
    turn: (kind, outcome, seconds) => turns.observe({ kind, outcome }, seconds),
    cloudCall: (service, status, seconds) => calls.observe({ service, status }, seconds),
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };
}

function addRequests(
  registry: Registry,
  counts: () => Promise<ReadonlyMap<string, number> | undefined>,
): void {
  const gauge = new Gauge({
    name: 'bot_requests',
    help: 'Requests by status.',
    labelNames: ['status'],
    registers: [registry],
    async collect() {
      const counted = await counts();
      gauge.reset();
      if (!counted) return;
      for (const status of Object.keys(STATUSES)) gauge.set({ status }, counted.get(status) ?? 0);
    },
  });
}

function addJobs(registry: Registry, counts: () => Promise<readonly JobCount[] | undefined>): void {
  const gauge = new Gauge({
    name: 'bot_jobs',
    help: 'Jobs that wait, run, or have failed for good.',
    labelNames: ['job', 'state'],
    registers: [registry],
    async collect() {
      const counted = await counts();
      gauge.reset();
      for (const { job, state, count } of counted ?? []) gauge.set({ job, state }, count);
    },
  });
}
