import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts the Chromium that `CHROMIUM` names, or the first one on the path. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM ?? (await onPath('chromium'));
  if (executablePath === undefined) {
    throw new Error(
      'No Chromium: install it (Debian: apt install chromium) or name it in CHROMIUM',
    );
  }
  return chromium.launch({ executablePath, args: ARGUMENTS });
}

async function onPath(program: string): Promise<string | undefined> {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const candidate = join(folder, program);
    if (await runs(candidate)) return candidate;
  }
  return undefined;
}

const runs = (file: string): Promise<boolean> =>
  access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
