import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { ROOT } from './lock-file.ts';

const run = promisify(execFile);

const MAX_BYTES = 64 * 1024 * 1024;

const Manifest = z.looseObject({ name: z.string(), devDependencies: z.unknown() });
const LockFile = z.looseObject({
  packages: z.record(z.string(), z.looseObject({ dev: z.boolean().optional() })),
});

/**
 * What `npm sbom` says of the production tree, from the lock file alone. It is shown a project that
 * has nothing else, as its own `--omit=dev` also leaves out what development needs besides:
 * https://github.com/npm/cli/issues/7909
 */
export async function sbom(options: readonly string[] = []): Promise<string> {
  const read = async (name: string) => JSON.parse(await readFile(join(ROOT, name), 'utf8'));
  const { devDependencies: _, ...manifest } = Manifest.parse(await read('package.json'));
  const { packages, ...lock } = LockFile.parse(await read('package-lock.json'));
  const production = Object.entries(packages)
    .filter(([, { dev }]) => !dev)
    .map(([path, { devDependencies: _, ...entry }]) => [path, entry]);

  const folder = await mkdtemp(join(tmpdir(), 'sbom-'));
  try {
    // npm takes the name of the project from its folder.
    const project = join(folder, manifest.name);
    await mkdir(project);
    const write = (name: string, content: unknown) =>
      writeFile(join(project, name), JSON.stringify(content));
    await write('package.json', manifest);
    await write('package-lock.json', { ...lock, packages: Object.fromEntries(production) });
    const given = [
      'sbom',
      '--package-lock-only',
      '--sbom-format=cyclonedx',
      '--sbom-type=application',
    ];
    const { stdout } = await run('npm', [...given, ...options], {
      cwd: project,
      maxBuffer: MAX_BYTES,
    });
    return stdout;
  } finally {
    await rm(folder, { recursive: true });
  }
}
