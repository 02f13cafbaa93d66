import { readFile } from 'node:fs/promises';
import { z } from 'zod';

const Package = z.object({ scripts: z.object({ start: z.string() }) });

/** What Node is told by `npm start` besides the program. */
export async function startOptions(): Promise<readonly string[]> {
  const text = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
  const { scripts } = Package.parse(JSON.parse(text));
  return scripts.start.split(' ').slice(1, -1);
}
