import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Certificate } from './authority.ts';
import type { Faults } from './faults.ts';
import {
  type App,
  type Call,
  match,
  type RecordedRequest,
  type Reply,
  type Route,
  readRequest,
} from './http.ts';
import { type Ending, strike } from './strike.ts';
import { createWatch } from './watch.ts';

/** What one can see of every service of the cloud. */
export interface Service {
  readonly url: string;
  readonly requests: readonly RecordedRequest[];
  /** How many connections were opened to it. */
  readonly connections: number;
  /** How many of them are open. */
  openConnections(): number;
  /** A request that fits, as soon as it has come in; also one that came before. */
  waitForRequest(
    predicate: (request: RecordedRequest) => boolean,
    ms?: number,
  ): Promise<RecordedRequest>;
}

export interface Host extends Service {
  serve(app: App): void;
  forget(): void;
  close(): Promise<void>;
}

/**
 * Stands between a service and its callers: asked when a request has come in, and again when it has
 * been carried out. Where it says no, the caller hears nothing more.
 */
export type Gate = (request: RecordedRequest, moment: 'arrived' | 'done') => boolean;

export interface HostOptions {
  readonly port: number;
  readonly faults: Faults;
  readonly gate?: Gate | undefined;
  /** Plain http without. */
  readonly certificate?: Certificate;
}

const bearerOf = (header: string | undefined): string | undefined =>
  /^Bearer (.+)$/i.exec(header ?? '')?.[1];

function route(app: App, request: RecordedRequest): { route: Route; call: Call } | undefined {
  for (const candidate of app.routes) {
    const params = match(candidate.path, request.path);
    if (params && candidate.method === request.method) {
      return { route: candidate, call: { ...request, params } };
    }
  }
  return undefined;
}

function send(response: ServerResponse, reply: Reply, headers: Readonly<Record<string, string>>) {
  const { body } = reply;
  const isText = typeof body === 'string';
  const type = isText ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8';
  response.writeHead(reply.status, {
    ...(body === undefined ? {} : { 'content-type': type }),
    ...headers,
    ...reply.headers,
  });
  response.end(isText || body === undefined ? body : JSON.stringify(body));
}

type Recording = { -readonly [K in keyof RecordedRequest]: RecordedRequest[K] };

/** Opens one server of the cloud; it answers once an app is served on it. */
export async function openHost({
  port,
  faults,
  certificate,
  gate = () => true,
}: HostOptions): Promise<Host> {
  const requests: Recording[] = [];
  const watch = createWatch<RecordedRequest>(
    () => requests,
    ({ method, path, status }) => `${method} ${path} ${status ?? '(no answer)'}`,
  );
  const closing = new AbortController();
  let connections = 0;
  let openConnections = 0;
  let app: App | undefined;

  async function run(serving: App, request: RecordedRequest): Promise<Ending> {
    const found = route(serving, request);
    if (!found) return serving.refuse(404, 'NotFound', `No ${request.path} here`, request);
    const { call } = found;
    const { target, handle } = found.route;
    const act = async () => handle(call);
    const fault = target && faults.take(typeof target === 'function' ? target(call) : target);
    if (!fault) return act();
    return strike(fault, { app: serving, call, act, signal: closing.signal });
  }

  async function answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const token = bearerOf(message.headers.authorization);
    const request: Recording = await readRequest(message);
    if (!app) return void response.destroy();
    if (token !== undefined) request.claims = await app.verify?.(token);
    requests.push(request);
    watch.happened(request);
    if (!gate(request, 'arrived')) return;
    const ending = await run(app, request);
    if (ending === 'silence' || !gate(request, 'done')) return;
    if (ending === 'reset') return void message.socket.destroy();
    request.status = ending.status;
    send(response, ending, app.headers?.(request) ?? {});
  }

  const listener = (message: IncomingMessage, response: ServerResponse): void => {
    answer(message, response).catch((error: unknown) => {
      if (!closing.signal.aborted && message.complete) console.error('sandbox cloud:', error);
      message.socket.destroy();
    });
  };
  const server = certificate ? createTlsServer(certificate, listener) : createServer(listener);
  server.keepAliveTimeout = 120_000;
  server.on('connection', (socket) => {
    connections += 1;
    openConnections += 1;
    socket.once('close', () => {
      openConnections -= 1;
    });
  });
  const at = await listen(server, port);

  return {
    url: certificate ? `https://localhost:${at}` : `http://127.0.0.1:${at}`,
    requests,
    waitForRequest: watch.waitFor,
    get connections() {
      return connections;
    },
    openConnections: () => openConnections,
    serve(serving) {
      app = serving;
    },
    forget() {
      requests.length = 0;
    },
    async close() {
      closing.abort();
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
    },
  };
}

async function listen(server: Server, port: number): Promise<number> {
  await once(server.listen(port, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No address to listen on');
  return address.port;
}
