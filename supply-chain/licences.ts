import satisfies from 'spdx-satisfies';
import { idOf, type ProductionPackage } from './lock-file.ts';

/** They ask for no more than that their text and names are kept. */
const PERMISSIVE = [
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'Unlicense',
];

/** A licence that was found elsewhere than in package.json, and the file of the package that says so. */
export interface Stated {
  readonly license: string;
  readonly file: string;
}

/** Read by a person, for exactly these versions. */
export const STATED: Readonly<Record<string, Stated>> = {
  'escape-regexp-component@1.0.2': { license: 'MIT', file: 'Readme.md' },
  'jspath@0.4.0': { license: 'MIT', file: 'LICENSE' },
};

type Licensed = Pick<ProductionPackage, 'name' | 'version' | 'license'>;

/** The SPDX expression of a package's licence; undefined where nobody has found one. */
export const licenceOf = (pkg: Licensed): string | undefined =>
  pkg.license ?? STATED[idOf(pkg)]?.license;

/** The packages whose licence is missing or not permissive, with what to do. */
export const licenceMistakes = (packages: readonly Licensed[]): readonly string[] =>
  packages.flatMap((pkg) => {
    const licence = licenceOf(pkg);
    if (licence === undefined) {
      return [`${idOf(pkg)} names no licence: look for one in its files, and add it to STATED`];
    }
    return isPermissive(licence)
      ? []
      : [`${idOf(pkg)} is under ${JSON.stringify(licence)}, which is not known as permissive`];
  });

function isPermissive(licence: string): boolean {
  try {
    return satisfies(licence, PERMISSIVE);
  } catch {
    return false; // such as UNLICENSED or SEE LICENSE IN …, which are no SPDX expressions
  }
}
