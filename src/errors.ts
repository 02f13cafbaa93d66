/** Everything that can go wrong in a way that a person is told about; the words are in `cards/failure-words.ts`. */
export const FAULT_CODES = [
  'sign-in-expired',
  'wrong-account',
  'consent-required',
  'interaction-required',
  'blocked-by-policy',
  'misconfigured',
  'sign-in-unavailable',
  'invalid-connector',
  'not-permitted',
  'retired',
  'not-supported',
  'already-exists',
  'throttled',
  'graph-unavailable',
  'outcome-unknown',
  'approvers-unavailable',
  'teams-unavailable',
  'database-unavailable',
  'internal',
] as const;

export type FaultCode = (typeof FAULT_CODES)[number];

/** What the rules cannot foresee. `cause` is for the log only; people see the words of the code. */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly code: FaultCode;
  constructor(code: FaultCode, cause?: unknown) {
    super(code, { cause });
    this.code = code;
  }
}
