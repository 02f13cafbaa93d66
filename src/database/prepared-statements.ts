import type { ClientBase } from 'pg';

/** There are some hundred; only lists of odd lengths could make more. */
const MOST = 500;

/** Texts of statements with the names under which connections prepare them. */
const names = new Map<string, string>();

function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= MOST) return known;
  const name = `s${names.size}`;
  names.set(text, name);
  return name;
}

/**
 * Lets a client parse and plan each statement once. Its parameters tell statements that repeat from
 * those of the start, which run once.
 */
export function prepareStatements(client: ClientBase): void {
  const query = client.query.bind(client) as (...given: readonly unknown[]) => unknown;
  const prepared = (text: unknown, values: unknown, ...rest: readonly unknown[]) => {
    const name = typeof text === 'string' && Array.isArray(values) && values.length > 0;
    return name
      ? query({ text, name: nameOf(text) }, values, ...rest)
      : query(text, values, ...rest);
  };
  // All forms of the call are handed on; no declaration of theirs can be matched.
  client.query = prepared as typeof client.query;
}
