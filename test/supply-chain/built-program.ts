import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, link, mkdir, readdir, readFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type ProductionPackage, ROOT } from '../../supply-chain/lock-file.ts';

const run = promisify(execFile);

/** What the one install script of the production tree makes, where it could. */
const BUILT_BY_SCRIPT = 'build';

/**
 * Lays out what `npm ci --ignore-scripts --omit=dev` would: all files of the production packages but
 * those that an install script made. They are taken from the tree of this repository, because tests
 * have no registry.
 */
export async function installProduction(
  folder: string,
  production: readonly ProductionPackage[],
): Promise<void> {
  await copyFile(join(ROOT, 'package.json'), join(folder, 'package.json'));
  for (const { path, hasInstallScript } of production) {
    const others = ['node_modules', ...(hasInstallScript ? [BUILT_BY_SCRIPT] : [])];
    // npm leaves out what is for other platforms.
    if (existsSync(join(ROOT, path))) await mirror(join(ROOT, path), join(folder, path), others);
  }
}

/** Gives all files of one folder to another, which costs no copy within one file system. */
async function mirror(from: string, to: string, without: readonly string[] = []): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    if (without.includes(entry.name)) continue;
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await mirror(source, target);
    else await link(source, target).catch(() => copyFile(source, target));
  }
}

/** Builds the program into `folder`, as `npm run build` does. */
export async function build(folder: string): Promise<void> {
  await run('npm', ['run', 'build', '--', '--outDir', folder], { cwd: ROOT });
}

/** The packages that the built program in `folder` asks for when it runs. */
export async function importedBy(folder: string): Promise<readonly string[]> {
  const files = await readdir(folder, { recursive: true });
  const texts = await Promise.all(
    files
      .filter((file) => file.endsWith('.js'))
      .map((file) => readFile(join(folder, file), 'utf8')),
  );
  const specifiers = texts.flatMap((text) =>
    [...text.matchAll(IMPORT)].map(([, named, called]) => named ?? called ?? ''),
  );
  return [...new Set(specifiers.filter(isForeign).map(packageOf))].toSorted();
}

/** As the compiler writes imports. */
const IMPORT =
  /^(?:import|export) (?:[^'";]* from )?['"]([^'"]+)['"]|\b(?:import|require|import\.meta\.resolve)\(['"]([^'"]+)['"]\)/gm;

const isForeign = (specifier: string): boolean =>
  !specifier.startsWith('.') && !isBuiltin(specifier);

const packageOf = (specifier: string): string =>
  specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
