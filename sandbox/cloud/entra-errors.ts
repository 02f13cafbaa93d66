import { randomUUID } from 'node:crypto';
import type { Fault } from './fault-catalogue.ts';
import type { RecordedRequest, Reply } from './http.ts';

interface Refusal {
  readonly status: number;
  readonly error: string;
  readonly text: string;
  readonly suberror?: string;
  readonly claims?: string;
}

const invalidGrant = (text: string, more: Partial<Refusal> = {}): Refusal => ({
  status: 400,
  error: 'invalid_grant',
  text,
  ...more,
});
const invalidClient = (text: string): Refusal => ({ status: 401, error: 'invalid_client', text });
const invalidRequest = (text: string): Refusal => ({ status: 400, error: 'invalid_request', text });

const challenge = JSON.stringify({
  access_token: {
    capolids: { essential: true, values: ['0f3c8b62-5d1e-4a97-b0c4-8e2d7f6a1935'] },
  },
});

/** https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
const REFUSALS = {
  50013: invalidGrant('Assertion failed signature validation.'),
  500131: invalidGrant('Assertion audience does not match the Client app.'),
  500133: invalidGrant('Assertion is not within its valid time range.'),
  50076: {
    status: 400,
    error: 'interaction_required',
    text: 'You must use multi-factor authentication to access this resource.',
    suberror: 'basic_action',
    claims: challenge,
  },
  53003: invalidGrant('Access has been blocked by Conditional Access policies.', {
    suberror: 'message_only',
    claims: challenge,
  }),
  65001: invalidGrant('The user or administrator has not consented to use the application.', {
    suberror: 'consent_required',
  }),
  500011: {
    status: 400,
    error: 'invalid_resource',
    text: 'The resource principal was not found in the tenant.',
  },
  70003: {
    status: 400,
    error: 'unsupported_grant_type',
    text: 'The app requested an unsupported grant type.',
  },
  70011: { status: 400, error: 'invalid_scope', text: 'The provided scope is not valid.' },
  700016: {
    status: 400,
    error: 'unauthorized_client',
    text: 'Application was not found in the directory.',
  },
  700027: invalidClient('The certificate with identifier used to sign the assertion is unknown.'),
  700211: invalidClient('No matching federated identity record found for the assertion.'),
  7000215: invalidClient('Invalid client secret provided.'),
  7000218: invalidClient("The request must contain 'client_assertion' or 'client_secret'."),
  7000222: invalidClient('The provided client secret keys are expired.'),
  90002: invalidRequest('Tenant not found.'),
  900144: invalidRequest("The request body must contain 'assertion'."),
} as const satisfies Readonly<Record<number, Refusal>>;

export type EntraCode = keyof typeof REFUSALS;

/** A refusal in the words and the shape of Entra's token endpoint. */
export function entraError(code: EntraCode, request: RecordedRequest): Reply {
  const { status, text, ...refusal }: Refusal = REFUSALS[code];
  const trace = randomUUID();
  const correlation = `${request.headers['client-request-id'] ?? randomUUID()}`;
  const timestamp = `${new Date().toISOString().slice(0, 19).replace('T', ' ')}Z`;
  const body = {
    ...refusal,
    error_description: `AADSTS${code}: ${text} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${timestamp}`,
    error_codes: [code],
    timestamp,
    trace_id: trace,
    correlation_id: correlation,
    error_uri: `https://login.microsoftonline.com/error?code=${code}`,
  };
  return { status, body };
}

const CODES: Readonly<Partial<Record<Fault['kind'], EntraCode>>> = {
  'consent-required': 65001,
  'mfa-required': 50076,
  'blocked-by-policy': 53003,
  'assertion-expired': 500133,
  'secret-wrong': 7000215,
  'secret-expired': 7000222,
};

export const entraFault = (fault: Fault, request: RecordedRequest): Reply =>
  entraError(CODES[fault.kind] ?? 50013, request);
