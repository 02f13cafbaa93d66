import { parseArgs } from 'node:util';

export interface Arguments {
  readonly help: boolean;
  /** What was given by option name; an option without a value is empty here. */
  readonly given: ReadonlyMap<string, string>;
  readonly mistakes: readonly string[];
}

/** Reads `--name value` for the names known. Not strict: that would stop at the first mistake. */
export function readArguments(args: readonly string[], names: readonly string[]): Arguments {
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(names.map((name) => [name, { type: 'string' }])),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const given = new Map<string, string>();
  const mistakes: string[] = [];
  let help = false;
  for (const token of tokens) {
    if (token.kind === 'positional') mistakes.push(`"${token.value}" belongs to no option`);
    if (token.kind !== 'option') continue;
    if (token.name === 'help' || token.name === 'h') help = true;
    else if (!names.includes(token.name)) mistakes.push(`${token.rawName} is unknown: see --help`);
    else if (given.has(token.name)) mistakes.push(`${token.rawName} is given twice`);
    else given.set(token.name, token.value?.trim() ?? '');
  }
  return { help, given, mistakes };
}
