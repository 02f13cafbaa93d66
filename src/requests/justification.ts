import { z } from 'zod';

/** What a person writes to the others of a request. */
export type ParsedText =
  | { readonly ok: true; readonly text: string | undefined }
  | { readonly ok: false; readonly error: string };

export const JUSTIFICATION = { minLength: 10, maxLength: 500 } as const;
export const MAX_COMMENT = 255;

const CONTROL = /\p{Cc}/u;

/** Empty counts as not given. Anything but text is read as empty. */
const Typed = z
  .string()
  .catch('')
  .transform((text) => text.normalize('NFC').trim());

/** Why the connector is needed, for those who approve. */
export function parseJustification(given: unknown): ParsedText {
  const text = Typed.parse(given);
  const { minLength, maxLength } = JUSTIFICATION;
  if (CONTROL.test(text)) return refuse(CONTROLS);
  if (text.length < minLength || text.length > maxLength) return refuse(JUSTIFICATION_MESSAGE);
  return { ok: true, text };
}

export const JUSTIFICATION_MESSAGE = `Say in ${JUSTIFICATION.minLength} to ${JUSTIFICATION.maxLength} characters why the connector is needed.`;

/** What an approver says about the decision. */
export function parseComment(given: unknown, isRequired: boolean): ParsedText {
  const text = Typed.parse(given);
  if (text === '') {
    return isRequired ? refuse('Say why you reject the request.') : { ok: true, text: undefined };
  }
  if (CONTROL.test(text)) return refuse(CONTROLS);
  if (text.length > MAX_COMMENT) return refuse(`Use at most ${MAX_COMMENT} characters.`);
  return { ok: true, text };
}

const CONTROLS = 'Remove line breaks and control characters.';

const refuse = (error: string): ParsedText => ({ ok: false, error });
