import { thousands } from './markdown.ts';
import type { Results } from './results.ts';

const NAMES: Readonly<Record<string, string>> = {
  floor: 'floor',
  sample: 'sample-style',
  pglite: 'PGlite',
  postgres: 'PostgreSQL',
};

/** What people call a program of the lab. */
export function nameOf(program: string, { options }: Pick<Results, 'options'>): string {
  const [kind = '', filled] = program.split(', ');
  const name = NAMES[kind] ?? kind;
  return filled ? `${name}, ${thousands(options.stored)}` : name;
}
