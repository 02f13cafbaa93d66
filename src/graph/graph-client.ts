import {
  Client,
  type Context,
  GraphClientError,
  HTTPMessageHandler,
  ResponseType,
} from '@microsoft/microsoft-graph-client';
import { type CallObserver, observeCall, observeNothing } from '../cloud-calls.ts';
import type { Config } from '../config.ts';

/** One call to Graph, made once: nothing here retries or follows a redirect. */
export interface GraphCall {
  readonly method: 'get' | 'post';
  /**
   * Path below the service's root with its version, such as `/beta/deviceManagement`, or the
   * absolute link that a reply gave; a link out of this Graph is an error.
   */
  readonly path: string;
  readonly token: string;
  /** Sent as `client-request-id`. */
  readonly id: string;
  readonly body?: object;
}

export interface GraphReply {
  readonly status: number;
  readonly headers: Headers;
  /** The JSON of the body; undefined when it was something else, such as a gateway's HTML. */
  readonly body: unknown;
}

/** Sends one call. Throws `Unreachable` when no complete reply came. */
export type GraphSend = (call: GraphCall) => Promise<GraphReply>;

/** No reply came. `sent` is false only when the request certainly never left. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
  readonly sent: boolean;
  constructor(cause: unknown) {
    super('Graph did not answer', { cause });
    this.sent = !NEVER_SENT.has(errorCode(cause));
  }
}

const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);

/** The code of a failed `fetch`, which hides it in the chain of causes. */
function errorCode(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return errorCode(error.cause);
}

/** Builds the Graph client of this cloud; one for the life of the process. */
export function graphClient(
  { cloud, graph }: Config,
  observe: CallObserver = observeNothing,
): GraphSend {
  const client = Client.initWithMiddleware({
    baseUrl: `${cloud.graphUrl}/`,
    fetchOptions: { redirect: 'error' },
    middleware: lastHandler(),
  });
  const root = new URL(`${cloud.graphUrl}/`);
  return async ({ method, path, token, id, body }) => {
    const { version, resource, query } = addressOf(path, root);
    const request = client
      .api(resource)
      .version(version)
      .query(query)
      .header('Authorization', `Bearer ${token}`)
      .header('client-request-id', id)
      .option('signal', AbortSignal.timeout(graph.timeoutMs))
      .responseType(ResponseType.RAW);
    const call = async (): Promise<GraphReply> => {
      const response: Response = await (method === 'get' ? request.get() : request.post(body));
      const { status, headers } = response;
      return { status, headers, body: readJson(await response.text()) };
    };
    try {
      const reply = call();
      // Never rejects, and nobody need wait for it.
      void observeCall(observe, 'graph', reply, graph.timeoutMs);
      return await reply;
    } catch (error) {
      throw new Unreachable(error instanceof GraphClientError ? error.customError : error);
    }
  };
}

/** What `path` means below `root`. Throws where a link leads elsewhere: it would take the token there. */
function addressOf(path: string, root: URL) {
  const url = new URL(path.startsWith('/') ? `.${path}` : path, root);
  if (url.origin !== root.origin || !url.pathname.startsWith(root.pathname)) {
    throw new Error(`A link leads out of Graph, to ${url.origin}`);
  }
  // Without empty segments, because the library goes to whatever follows `https://` in a path.
  const segments = url.pathname.slice(root.pathname.length).split('/').filter(Boolean);
  const [version = 'beta', ...rest] = segments;
  return { version, resource: `/${rest.join('/')}`, query: verbatim(url.search.slice(1)) };
}

/** A query as one parameter: of several with the same name the library would keep the last only. */
function verbatim(query: string): Readonly<Record<string, string>> {
  const [name = ''] = query.split('=', 1);
  return query === '' ? {} : { [name]: query.slice(name.length + 1) };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Of the library's chain only the handler that calls `fetch`: the others retry, follow redirects,
 * and send no token to a cloud on this machine that speaks plain http. A failed `fetch` becomes a
 * GraphError without a cause on its way; only a GraphClientError passes as it is, so the cause
 * rides in one.
 */
function lastHandler() {
  const http = new HTTPMessageHandler();
  return {
    execute: async (context: Context) => {
      try {
        await http.execute(context);
      } catch (error) {
        const carrier = new GraphClientError('fetch failed');
        carrier.customError = error;
        throw carrier;
      }
    },
  };
}
