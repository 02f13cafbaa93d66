import { Counter, Gauge, type Registry } from 'prom-client';

const MICROSECONDS = 1e6;

/**
 * What Prometheus' clients usually tell of their process. prom-client's own collection of these
 * leaves a sampler and an observer behind that nothing can stop.
 */
export function observeProcess(registry: Registry): void {
  const registers = [registry];
  const cpu = new Counter({
    name: 'process_cpu_seconds_total',
    help: 'Processor time, user and system.',
    registers,
    collect() {
      const { user, system } = process.cpuUsage();
      cpu.reset();
      cpu.inc((user + system) / MICROSECONDS);
    },
  });
  const memory = new Gauge({
    name: 'process_resident_memory_bytes',
    help: 'Resident memory.',
    registers,
    collect() {
      memory.set(process.memoryUsage.rss());
    },
  });
  const start = new Gauge({
    name: 'process_start_time_seconds',
    help: 'When the process started, since 1970.',
    registers,
  });
  start.set(performance.timeOrigin / 1000);
}
