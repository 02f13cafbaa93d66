import { setTimeout } from 'node:timers/promises';

/** The first value that `look` gives which is not undefined or false; fails after `ms`. */
export async function until<T>(look: () => Promise<T | undefined | false>, ms = 8000): Promise<T> {
  const deadline = performance.now() + ms;
  for (;;) {
    const value = await look();
    if (value !== undefined && value !== false) return value;
    if (performance.now() > deadline) throw new Error(`Not so within ${ms} ms: ${look}`);
    await setTimeout(10);
  }
}
