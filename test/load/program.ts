import { type DatabaseKind, type Home, newHome } from '../support/home.ts';
import { type RunningProcesses, runProcesses } from '../support/processes.ts';
import { startOptions } from '../support/start-options.ts';
import { type Heap, openHeap } from './heap.ts';

/** The program in one process of its own, with as much memory as `npm start` grants, and a view of it. */
export interface Program {
  readonly bot: RunningProcesses;
  readonly home: Home;
  readonly heap: Heap;
  /** Bytes of memory that the process has, as the operating system counts. */
  residentBytes(): Promise<number>;
  close(): Promise<void>;
}

export async function startProgram(
  kind: DatabaseKind,
  changes: Readonly<Record<string, string>> = {},
): Promise<Program> {
  const home = await newHome(kind);
  const bot = await runProcesses({
    count: 1,
    nodeOptions: await startOptions(),
    environment: {
      ...home,
      LOG_LEVEL: 'info',
      ...changes,
      NODE_OPTIONS: '--inspect=127.0.0.1:0',
    },
  });
  const heap = await openHeap(bot);
  return {
    bot,
    home,
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
