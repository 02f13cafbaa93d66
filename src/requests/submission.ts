import { type Connector, parseConnector } from './connector.ts';
import type { FieldErrors } from './fields.ts';
import { parseJustification } from './justification.ts';

export type ParsedSubmission =
  | {
      readonly ok: true;
      readonly connector: Connector;
      /** Only where approval is needed. */
      readonly justification: string | undefined;
    }
  | { readonly ok: false; readonly errors: FieldErrors; readonly foreign: readonly string[] };

/** Reads all inputs of a form; reports every mistake at once. */
export function parseSubmission(
  inputs: Readonly<Record<string, unknown>>,
  needsApproval: boolean,
  now: Date,
): ParsedSubmission {
  const { justification: given, ...fields } = inputs;
  const parsed = parseConnector(fields, now);
  const reason = needsApproval ? parseJustification(given) : undefined;
  const foreign = parsed.ok ? [] : parsed.foreign;
  const errors = {
    ...(parsed.ok ? {} : parsed.errors),
    ...(reason && !reason.ok && { justification: reason.error }),
  };
  if (!parsed.ok || Object.keys(errors).length > 0) return { ok: false, errors, foreign };
  return {
    ok: true,
    connector: parsed.connector,
    justification: reason?.ok ? reason.text : undefined,
  };
}
