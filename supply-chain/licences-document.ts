import { licenceOf, STATED } from './licences.ts';
import { idOf, type ProductionPackage } from './lock-file.ts';

const INTRODUCTION = `# Licences

What \`npm ci --omit=dev\` installs, as \`package-lock.json\` has it. Written by \`npm run licences\`,
which refuses licences that are missing or not permissive; \`npm test\` compares.`;

/** The text of docs/licences.md: the same for the same lock file, wherever it is written. */
export function licencesDocument(packages: readonly ProductionPackage[]): string {
  const different = [...new Map(packages.map((pkg) => [idOf(pkg), pkg])).values()];
  const rows = different.toSorted(byNameAndVersion).map((pkg) => {
    const stated = pkg.license === undefined ? STATED[idOf(pkg)] : undefined;
    const source = stated ? ` (says its ${stated.file})` : '';
    return [pkg.name, pkg.version, `${licenceOf(pkg)}${source}`];
  });
  const counts = Object.entries(Object.groupBy(different, (pkg) => `${licenceOf(pkg)}`))
    .map(([licence, under]) => [licence, `${under?.length ?? 0}`])
    .toSorted(([one], [other]) => compare(one, other));
  const tables = [
    table(['licence', 'packages'], counts),
    table(['package', 'version', 'licence'], rows),
  ];
  return `${[INTRODUCTION, ...tables].join('\n\n')}\n`;
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const byNameAndVersion = (one: ProductionPackage, other: ProductionPackage): number =>
  compare(one.name, other.name) || compare(one.version, other.version);

/** By code units: no locale of a machine changes the order. */
const compare = (one = '', other = ''): number => (one < other ? -1 : one > other ? 1 : 0);
