import { Client, ResponseType } from '@microsoft/microsoft-graph-client';
import { type CallObserver, observeCall, observeNothing } from '../cloud-calls.ts';
import type { Config } from '../config.ts';
import { carried, lastHandler, Unreachable } from './last-handler.ts';

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

/** Builds the Graph client of this cloud; one for the life of the process. */
export function graphClient(
  { cloud, graph }: Config,
  observe: CallObserver = observeNothing,
): GraphSend {
  const client = Client.initWithMiddleware({
    baseUrl: `${cloud.graphUrl}/`,
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
      .header('Accept', 'application/json')
      .header('User-Agent', 'exchange-connector-bot')
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
      throw carried(error) ?? new Unreachable(true, error);
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
