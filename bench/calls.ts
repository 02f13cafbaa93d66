import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

/** One request to a service of the cloud, from its arrival to the last byte of its answer. */
export interface Call {
  readonly path: string;
  readonly from: number;
  readonly to: number;
}

interface Event {
  readonly request: IncomingMessage;
  readonly socket: Socket;
}

/** The servers of the clouds are the only ones in this process, and Node tells when they work. */
const listeners = new Map<number, (call: Call) => void>();
const begun = new WeakMap<IncomingMessage, number>();

// The shape of these messages is documented by Node.
subscribe('http.server.request.start', (message) => {
  begun.set((message as Event).request, performance.now());
});
subscribe('http.server.response.finish', (message) => {
  const { request, socket } = message as Event;
  const from = begun.get(request);
  const listener = listeners.get(socket.localPort ?? 0);
  if (from !== undefined) listener?.({ path: request.url ?? '', from, to: performance.now() });
});

/** The calls to services on these ports since they were last cleared. */
export class Calls {
  #calls: Call[] = [];
  #lastAt = performance.now();

  constructor(ports: readonly number[]) {
    for (const port of ports) {
      listeners.set(port, (call) => {
        this.#calls.push(call);
        this.#lastAt = call.to;
      });
    }
  }

  /** When the cloud last answered. */
  get lastAt(): number {
    return this.#lastAt;
  }

  get all(): readonly Call[] {
    return this.#calls;
  }

  clear(): void {
    this.#calls = [];
  }
}
