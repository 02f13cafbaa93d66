import { z } from 'zod';

/** A person as Entra knows them; `name` is only for showing. */
export interface Person {
  readonly id: string;
  readonly name: string;
  /** How the chat names them, where that is known: needed to mention them and to find their sign-in. */
  readonly mri?: string | undefined;
}

export const StoredPerson = z.object({
  id: z.string(),
  name: z.string(),
  mri: z.string().optional(),
}) satisfies z.ZodType<Person>;

/** Names in Entra are shorter. */
const MAX_NAME = 256;

/** A name as a database can keep it and a line can show it. */
export const tidyName = (name: string): string =>
  name
    .slice(0, MAX_NAME)
    .toWellFormed()
    .replace(/\p{Cc}/gu, ' ')
    .trim();
