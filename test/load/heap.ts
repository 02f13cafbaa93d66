import { once } from 'node:events';
import { z } from 'zod';
import type { RunningProcesses } from '../support/processes.ts';

/** The heap of a process, looked at through its inspector. */
export interface Heap {
  /** Bytes in use after everything that nobody holds was collected. */
  usedBytes(): Promise<number>;
  close(): void;
}

const Reply = z.object({ id: z.number(), result: z.object({ usedSize: z.number().optional() }) });

/** Of a process that was started with `--inspect`. */
export async function openHeap(bot: RunningProcesses): Promise<Heap> {
  const line = await bot.waitForLog(({ msg }) => `${msg}`.startsWith('Debugger listening on ws'));
  const socket = new WebSocket(`${line.msg}`.replace('Debugger listening on ', ''));
  await once(socket, 'open');
  let calls = 0;
  const call = (method: string): Promise<number | undefined> => {
    calls += 1;
    const id = calls;
    return new Promise((resolve) => {
      const listen = ({ data }: MessageEvent) => {
        const reply = Reply.safeParse(JSON.parse(`${data}`));
        if (reply.data?.id !== id) return;
        socket.removeEventListener('message', listen);
        resolve(reply.data.result.usedSize);
      };
      socket.addEventListener('message', listen);
      socket.send(JSON.stringify({ id, method }));
    });
  };
  return {
    async usedBytes() {
      await call('HeapProfiler.collectGarbage');
      const used = await call('Runtime.getHeapUsage');
      if (used === undefined) throw new Error('The inspector does not say how large the heap is');
      return used;
    },
    close: () => socket.close(),
  };
}
