import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { JWTPayload } from 'jose';
import type { Fault, Target } from './fault-catalogue.ts';

export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<IncomingHttpHeaders>;
  /** Parsed, if JSON or a form; text otherwise. */
  readonly body: unknown;
  /** Of the bearer token, if it is genuine. */
  readonly claims?: JWTPayload | undefined;
  /** Undefined until answered, and for good if it never was. */
  readonly status?: number | undefined;
}

/** A request that has met its route. */
export interface Call extends RecordedRequest {
  readonly params: Readonly<Record<string, string>>;
}

/** A string body is HTML unless the headers say otherwise; anything else is sent as JSON. */
export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface Route {
  readonly method: string;
  /** Segments, where `:name` stands for any one; case does not matter. */
  readonly path: string;
  readonly target?: Target | ((call: Call) => Target);
  readonly handle: (call: Call) => Reply | Promise<Reply>;
}

/** What one service does with its requests. */
export interface App {
  readonly routes: readonly Route[];
  /** The claims of a genuine token of this cloud. */
  readonly verify?: (token: string) => Promise<JWTPayload | undefined>;
  /** An error as this service words it. */
  readonly refuse: (status: number, code: string, message: string, call: RecordedRequest) => Reply;
  /** How faults look that only this service has. */
  readonly special?: (fault: Fault, call: RecordedRequest) => Reply;
  /** Sent with every reply. */
  readonly headers?: (request: RecordedRequest) => Readonly<Record<string, string>>;
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const asRecord = (value: unknown): Readonly<Record<string, unknown>> =>
  isRecord(value) ? value : {};

export const asText = (value: unknown): string => (typeof value === 'string' ? value : '');

const segmentsOf = (path: string): readonly string[] => path.split('/').filter(Boolean);

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment; // not percent-encoded after all
  }
}

/** The parameters of `path` if it fits `pattern`. */
export function match(pattern: string, path: string): Readonly<Record<string, string>> | undefined {
  const wanted = segmentsOf(pattern);
  const given = segmentsOf(path).map(decode);
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    const value = given[index] ?? '';
    if (segment.startsWith(':')) params[segment.slice(1)] = value;
    else if (segment.toLowerCase() !== value.toLowerCase()) return undefined;
  }
  return params;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text; // recorded as it came; the route refuses it
  }
}

async function readBody(message: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(Buffer.from(chunk));
  const text = Buffer.concat(chunks).toString('utf8');
  if (text === '') return undefined;
  const type = message.headers['content-type'] ?? '';
  if (type.includes('json')) return parseJson(text);
  if (type.includes('x-www-form-urlencoded')) return Object.fromEntries(new URLSearchParams(text));
  return text;
}

export async function readRequest(message: IncomingMessage): Promise<RecordedRequest> {
  const url = new URL(`http://localhost${message.url ?? '/'}`);
  return {
    method: message.method ?? '',
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: message.headers,
    body: await readBody(message),
  };
}
