import { readFile, writeFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { Stryker } from '@stryker-mutator/core';
import { GROUPS, type Group } from './groups.ts';
import { HARMLESS } from './harmless.ts';
import { describeMutant, type Mutant } from './mutants.ts';
import { report, unargued } from './report.ts';

const DOCUMENT = 'docs/mutation.md';

/** Mutates the files of a group, one place at a time, and runs the tests that reach it. */
async function mutate({ mutate: files, tests }: Group): Promise<readonly Mutant[]> {
  const stryker = new Stryker({
    testRunner: 'mocha',
    plugins: ['./test/mutation/mocha.ts'],
    coverageAnalysis: 'perTest',
    concurrency: 2,
    mutate: [...files],
    // Its type does not know the options of its plugins.
    ...{ mochaOptions: { 'no-config': true, spec: [...tests] } },
    // A busy machine must not pass for a test that has noticed.
    timeoutMS: 30_000,
    // TypeScript 7 has no compiler API with which it could be rewritten.
    tsconfigFile: 'none',
    ignorePatterns: ['docs', 'data'],
    reporters: ['progress-append-only'],
  });
  const results = await stryker.runMutationTest();
  const sources = new Map<string, string>();
  for (const file of files) sources.set(file, await readFile(file, 'utf8'));
  return results.map((result) => {
    const file = relative('', result.fileName);
    return describeMutant(file, sources.get(file) ?? '', result);
  });
}

const only = process.argv.slice(2);
const groups = GROUPS.filter(({ name }) => only.length === 0 || only.includes(name));
const mutants: Mutant[] = [];
for (const group of groups) mutants.push(...(await mutate(group)));

if (only.length === 0) await writeFile(DOCUMENT, report(mutants, HARMLESS));
const left = unargued(mutants, HARMLESS);
for (const { file, before, after } of left) {
  process.stdout.write(`\n${file}: nobody notices\n  - ${before}\n  + ${after}\n`);
}
process.stdout.write(`\n${mutants.length} mutants, ${left.length} survive without an argument\n`);
process.exitCode = left.length > 0 ? 1 : 0;
