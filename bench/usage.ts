import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { z } from 'zod';

/** What a process has used since it began. */
export interface Usage {
  /** Milliseconds of the processor, of the program and of the system on its behalf. */
  readonly cpuMs: number;
  /** Resident memory now. */
  readonly bytes: number;
}

const Told = z.object({
  cpu: z.object({ user: z.number(), system: z.number() }),
  rss: z.number(),
});

/** Puts the probe into a program of ours; the program itself is not touched. */
export const probeEnvironment = (port: number): Readonly<Record<string, string>> => ({
  NODE_OPTIONS: `--import ${new URL('probe.ts', import.meta.url)}`,
  BENCH_PROBE_PORT: `${port}`,
});

/** `collect`: once its garbage is collected. */
export async function readUsage(
  port: number,
  question: 'usage' | 'collect' = 'usage',
): Promise<Usage> {
  const socket = connect(port, '127.0.0.1');
  socket.write(question);
  const { cpu, rss } = Told.parse(JSON.parse(await text(socket)));
  return { cpuMs: (cpu.user + cpu.system) / 1000, bytes: rss };
}
