/** The command `npm run licences`: writes docs/licences.md. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { licenceMistakes } from './licences.ts';
import { licencesDocument } from './licences-document.ts';
import { ROOT, readLock } from './lock-file.ts';

const { production } = readLock();
const mistakes = licenceMistakes(production);
if (mistakes.length > 0) {
  process.stderr.write(`Nothing was written:\n${mistakes.map((text) => `  - ${text}\n`).join('')}`);
  process.exitCode = 1;
} else {
  writeFileSync(join(ROOT, 'docs/licences.md'), licencesDocument(production));
}
