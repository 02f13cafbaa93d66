import http from 'node:http';
import https from 'node:https';
import { text } from 'node:stream/consumers';
import {
  type Context,
  type FetchOptions,
  GraphClientError,
  type Middleware,
} from '@microsoft/microsoft-graph-client';

/** No complete reply came. `sent` is false only when the request certainly never left. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
  readonly sent: boolean;
  constructor(sent: boolean, cause: unknown) {
    super('Graph did not answer', { cause });
    this.sent = sent;
  }
}

interface Progress {
  isSent: boolean;
}

interface Protocol {
  readonly request: typeof http.request;
  readonly agent: http.Agent;
  /** The event of a socket after which something of a request can leave. */
  readonly connected: 'connect' | 'secureConnect';
}

type Protocols = Readonly<Record<'http:' | 'https:', Protocol>>;

/**
 * So long a connection waits for the next call: less than the four minutes after which networks forget
 * one without a word, which would leave the outcome of a POST unknown.
 */
const KEPT = { keepAlive: true, timeout: 60_000 };

/**
 * The only handler of the Graph client's chain: the others retry, follow redirects, and send no token
 * to a cloud on this machine that speaks plain http. In place of `fetch`, which takes half as much
 * processor time again and does not tell whether anything was sent, it calls what Node has below.
 */
export function lastHandler(): Middleware {
  const protocols: Protocols = {
    'http:': { request: http.request, agent: new http.Agent(KEPT), connected: 'connect' },
    'https:': { request: https.request, agent: new https.Agent(KEPT), connected: 'secureConnect' },
  };
  return {
    async execute(context) {
      const progress: Progress = { isSent: false };
      try {
        context.response = await send(protocols, context, progress);
      } catch (error) {
        throw carrying(new Unreachable(progress.isSent, error));
      }
    },
  };
}

async function send(
  protocols: Protocols,
  { request, options = {} }: Context,
  progress: Progress,
): Promise<Response> {
  const url = new URL(typeof request === 'string' ? request : request.url);
  const protocol = protocols[url.protocol === 'http:' ? 'http:' : 'https:'];
  const reply = await open(protocol, url, options, progress);
  return asResponse(reply, await text(reply));
}

/** `isSent` becomes true before anything of the request can leave. */
function open(
  { request, agent, connected }: Protocol,
  url: URL,
  { method = 'GET', headers, body, signal }: FetchOptions,
  progress: Progress,
): Promise<http.IncomingMessage> {
  const options = {
    method,
    agent,
    headers: Object.fromEntries(new Headers(headers)),
    ...(signal && { signal }),
  };
  const sent = () => {
    progress.isSent = true;
  };
  return new Promise((resolve, reject) => {
    request(url, options, resolve)
      .on('error', reject)
      // Without an error when the answer is one to switch to another protocol.
      .once('close', () => reject(new Error('Closed without an answer')))
      .once('socket', (socket) => {
        if (socket.connecting) socket.once(connected, sent);
        else sent();
      })
      .end(body);
  });
}

/** As `fetch` gives it: an empty body is none, as some statuses allow no other. */
function asResponse({ statusCode, rawHeaders }: http.IncomingMessage, body: string): Response {
  const headers = new Headers();
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    headers.append(rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '');
  }
  return new Response(body || null, { headers, ...(statusCode && { status: statusCode }) });
}

/**
 * Every other error becomes a GraphError without its cause on its way through the library, so the
 * real one rides in this.
 */
function carrying(error: Unreachable): GraphClientError {
  const carrier = new GraphClientError(error.message);
  carrier.customError = error;
  return carrier;
}

/** The real error in what came through the library; undefined when it is an error of the library's. */
export const carried = (error: unknown): Unreachable | undefined =>
  error instanceof GraphClientError && error.customError instanceof Unreachable
    ? error.customError
    : undefined;
