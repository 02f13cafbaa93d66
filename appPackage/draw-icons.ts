/** Draws color.png and outline.png from their SVG sources; needs `chromium` on the path. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { PNG } from 'pngjs';

const ICONS = [
  { name: 'color', size: 192, white: false },
  { name: 'outline', size: 32, white: true },
] as const;

async function draw(page: Page, { name, size, white }: (typeof ICONS)[number]): Promise<Buffer> {
  const svg = readFileSync(join(import.meta.dirname, `${name}.svg`), 'utf8');
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(`<style>body { margin: 0 } svg { display: block }</style>${svg}`);
  const png = PNG.sync.read(await page.screenshot({ omitBackground: true }));
  if (white) whiten(png.data);
  return PNG.sync.write(png);
}

/** Leaves only the alpha channel to speak: Teams wants the outline white, even where it is transparent. */
function whiten(rgba: Buffer): void {
  for (let at = 0; at < rgba.length; at += 4) rgba.fill(255, at, at + 3);
}

const browser = await chromium.launch({
  executablePath: execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim(),
  args: ['--no-sandbox', '--disable-gpu', '--force-color-profile=srgb'],
});
try {
  const page = await browser.newPage();
  for (const icon of ICONS) {
    writeFileSync(join(import.meta.dirname, `${icon.name}.png`), await draw(page, icon));
  }
} finally {
  await browser.close();
}
