import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** The folder of the repository. */
export const ROOT = join(import.meta.dirname, '..');

const names = z.record(z.string(), z.string()).default({});

const Entry = z.object({
  /** Where it is not the one that the folder says. */
  name: z.string().optional(),
  version: z.string(),
  license: z.string().optional(),
  integrity: z.string().optional(),
  resolved: z.string().optional(),
  dev: z.boolean().default(false),
  hasInstallScript: z.boolean().default(false),
  dependencies: names,
  devDependencies: names,
  optionalDependencies: names,
  peerDependencies: names,
});

const LockFile = z.object({ packages: z.record(z.string(), Entry) });

/** A package of the production tree, as the lock file knows it. */
export interface ProductionPackage {
  readonly name: string;
  readonly version: string;
  /** SPDX, where its author states one. */
  readonly license?: string | undefined;
  /** The hash of its archive. */
  readonly integrity?: string | undefined;
  /** Where the archive comes from, if not from the registry of whoever installs it. */
  readonly resolved?: string | undefined;
  /** Where it is installed, below the repository. */
  readonly path: string;
  readonly hasInstallScript: boolean;
  /** The packages that it asks for, in whatever way. */
  readonly wants: readonly string[];
}

export interface Lock {
  /** What package.json asks for, to run and to develop. */
  readonly dependencies: readonly string[];
  readonly devDependencies: readonly string[];
  /** All that `npm ci --omit=dev` installs; one of several copies is one of several entries. */
  readonly production: readonly ProductionPackage[];
}

/** Reads the text of a package-lock.json. */
export function parseLock(text: string): Lock {
  const { '': root, ...installed } = LockFile.parse(JSON.parse(text)).packages;
  return {
    dependencies: Object.keys(root?.dependencies ?? {}),
    devDependencies: Object.keys(root?.devDependencies ?? {}),
    production: Object.entries(installed)
      .filter(([, { dev }]) => !dev)
      .map(
        ([path, { name, version, license, integrity, resolved, hasInstallScript, ...wants }]) => ({
          name: name ?? path.slice(path.lastIndexOf(FOLDER) + FOLDER.length),
          version,
          license,
          integrity,
          resolved,
          path,
          hasInstallScript,
          wants: [wants.dependencies, wants.optionalDependencies, wants.peerDependencies].flatMap(
            Object.keys,
          ),
        }),
      ),
  };
}

const FOLDER = 'node_modules/';

/** The lock file of this repository. */
export const readLock = (): Lock =>
  parseLock(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));

/** How lists of packages name one. */
export const idOf = ({ name, version }: Pick<ProductionPackage, 'name' | 'version'>): string =>
  `${name}@${version}`;
