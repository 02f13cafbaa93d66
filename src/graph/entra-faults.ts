import { z } from 'zod';
import { Fault, type FaultCode } from '../errors.ts';

/** What Entra said, as @azure/identity hands it on in the cause of its own error. */
const EntraError = z.object({
  errorCode: z.string().catch(''),
  subError: z.string().catch(''),
  errorNo: z.union([z.string(), z.number()]).transform(String).catch(''),
  errorMessage: z.string().catch(''),
});

/**
 * Numbers that say more than the OAuth error code does.
 * https://learn.microsoft.com/entra/identity-platform/reference-error-codes
 */
const BY_NUMBER: Readonly<Record<string, FaultCode>> = {
  65001: 'consent-required',
  65004: 'consent-required',
  50076: 'interaction-required',
  50079: 'interaction-required',
  50072: 'interaction-required',
  50074: 'interaction-required',
  50158: 'interaction-required',
  53000: 'blocked-by-policy',
  53001: 'blocked-by-policy',
  53002: 'blocked-by-policy',
  53003: 'blocked-by-policy',
  530034: 'blocked-by-policy',
  50105: 'blocked-by-policy',
  50013: 'sign-in-expired',
  500131: 'sign-in-expired',
  500133: 'sign-in-expired',
  50173: 'sign-in-expired',
  700016: 'misconfigured',
  700027: 'misconfigured',
  7000215: 'misconfigured',
  7000222: 'misconfigured',
};

const BY_CODE: Readonly<Record<string, FaultCode>> = {
  consent_required: 'consent-required',
  interaction_required: 'interaction-required',
  login_required: 'interaction-required',
  invalid_grant: 'sign-in-expired',
  invalid_client: 'misconfigured',
  unauthorized_client: 'misconfigured',
  invalid_resource: 'misconfigured',
  invalid_scope: 'misconfigured',
};

/** Tells apart why Entra gave no token on behalf of a person. */
export function entraFault(error: unknown): Fault {
  const said = EntraError.safeParse(error instanceof Error ? error.cause : undefined);
  if (!said.success) return new Fault('sign-in-unavailable', error);
  const { errorCode, subError, errorNo, errorMessage } = said.data;
  const number = errorNo || (/AADSTS(\d+)/.exec(errorMessage)?.[1] ?? '');
  const code = BY_NUMBER[number] ?? BY_CODE[subError] ?? BY_CODE[errorCode];
  return new Fault(code ?? 'sign-in-unavailable', error);
}
