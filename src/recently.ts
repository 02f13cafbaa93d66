import { within } from './background.ts';

export interface Counting {
  readonly now: () => Date;
  /** Hears why there was no count. */
  readonly onError: (error: unknown) => void;
}

const KEPT_MS = 15_000;
const COUNTED_WITHIN_MS = 2000;

/**
 * What `count` last gave, at most 15 s ago, so that whoever asks often costs little. Undefined when
 * it fails or takes longer than 2 s; it is never asked twice at the same time.
 */
export function recently<T>(
  count: () => Promise<T>,
  { now, onError }: Counting,
): () => Promise<T | undefined> {
  let known: { readonly value: T; readonly at: number } | undefined;
  let counting: Promise<T | undefined> | undefined;
  const ask = async (): Promise<T | undefined> => {
    try {
      const value = await count();
      known = { value, at: now().getTime() };
      return value;
    } catch (error) {
      onError(error);
      return undefined;
    } finally {
      counting = undefined;
    }
  };
  return async () => {
    const age = known ? now().getTime() - known.at : KEPT_MS;
    if (known && age >= 0 && age < KEPT_MS) return known.value;
    counting ??= ask();
    return within(counting, COUNTED_WITHIN_MS);
  };
}
