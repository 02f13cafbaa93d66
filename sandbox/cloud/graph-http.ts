import { randomUUID } from 'node:crypto';
import type { Fault } from './fault-catalogue.ts';
import type { Call, RecordedRequest, Reply } from './http.ts';

// One request's id, in its headers and in the body of its error.
const ids = new WeakMap<object, string>();

function idOf(headers: RecordedRequest['headers']): string {
  const id = ids.get(headers) ?? randomUUID();
  ids.set(headers, id);
  return id;
}

const clientId = ({ headers }: RecordedRequest): string =>
  `${headers['client-request-id'] ?? idOf(headers)}`;

export const graphHeaders = (request: RecordedRequest): Readonly<Record<string, string>> => ({
  'request-id': idOf(request.headers),
  'client-request-id': clientId(request),
});

/** https://learn.microsoft.com/graph/errors */
export function graphError(
  status: number,
  code: string,
  message: string,
  request: RecordedRequest,
): Reply {
  const innerError = {
    'request-id': idOf(request.headers),
    'client-request-id': clientId(request),
    date: new Date().toISOString().slice(0, 19),
  };
  return { status, body: { error: { code, message, innerError } } };
}

/**
 * A claims challenge; clients that did not declare `cp1` are refused without one.
 * https://learn.microsoft.com/entra/identity-platform/claims-challenge
 */
export function graphChallenge(fault: Fault, request: RecordedRequest): Reply {
  const capabilities = request.claims?.xms_cc;
  if (!Array.isArray(capabilities) || !capabilities.includes('cp1')) {
    return graphError(403, 'AccessDenied', 'Access was blocked by conditional access', request);
  }
  const essential = { access_token: { acrs: { essential: true, value: 'c1' } } };
  const claims = (fault.kind === 'claims' && fault.claims) || JSON.stringify(essential);
  const refusal = graphError(
    401,
    'InvalidAuthenticationToken',
    'Continuous access evaluation resulted in claims challenge',
    request,
  );
  const challenge = [
    'Bearer realm=""',
    'client_id="00000003-0000-0000-c000-000000000000"',
    'error="insufficient_claims"',
    `claims="${Buffer.from(claims).toString('base64')}"`,
  ];
  return { ...refusal, headers: { 'www-authenticate': challenge.join(', ') } };
}

/** One page of `items`, with the address of the next. */
export function page(url: string, items: readonly unknown[], size: number, call: Call): Reply {
  const top = Number(call.query.$top ?? Number.POSITIVE_INFINITY);
  const start = Number(call.query.$skiptoken ?? 0);
  const end = start + Math.min(top, size);
  const next = new URLSearchParams({ ...call.query, $skiptoken: `${end}` });
  const more = end < items.length ? { '@odata.nextLink': `${url}${call.path}?${next}` } : {};
  return { status: 200, body: { value: items.slice(start, end), ...more } };
}
