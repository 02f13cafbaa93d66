import { newDataDir } from '../support/data-dir.ts';
import { sharedPostgres } from '../support/postgres.ts';
import { type RunningProcesses, runProcesses } from '../support/processes.ts';
import { type Heap, openHeap } from './heap.ts';

export type DatabaseKind = 'PGlite' | 'PostgreSQL';

/** The program in one process of its own, with a view of its memory. */
export interface Program {
  readonly bot: RunningProcesses;
  readonly environment: Readonly<Record<string, string>>;
  readonly heap: Heap;
  /** Bytes of memory that the process has, as the operating system counts. */
  residentBytes(): Promise<number>;
  close(): Promise<void>;
}

export async function startProgram(
  kind: DatabaseKind,
  changes: Readonly<Record<string, string>> = {},
): Promise<Program> {
  const environment = await (kind === 'PGlite'
    ? newDataDir().then((DATA_DIR) => ({ DATA_DIR }))
    : sharedPostgres()
        .then((postgres) => postgres.createDatabase())
        .then((DATABASE_URL) => ({ DATABASE_URL })));
  const bot = await runProcesses({
    count: 1,
    environment: {
      ...environment,
      LOG_LEVEL: 'info',
      ...changes,
      NODE_OPTIONS: '--inspect=127.0.0.1:0',
    },
  });
  const heap = await openHeap(bot);
  return {
    bot,
    environment,
    heap,
    async residentBytes() {
      const metrics = await (await fetch(`${bot.url}/metrics`)).text();
      const [, bytes] = /^process_resident_memory_bytes (\S+)$/m.exec(metrics) ?? [];
      if (bytes === undefined) throw new Error('The process does not say how large it is');
      return Number(bytes);
    },
    async close() {
      heap.close();
      await bot.close();
    },
  };
}
