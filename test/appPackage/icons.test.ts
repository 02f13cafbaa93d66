import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { PNG } from 'pngjs';
import template from '../../appPackage/manifest.json' with { type: 'json' };

const read = (name: string) =>
  PNG.sync.read(readFileSync(new URL(`../../appPackage/${name}`, import.meta.url)));

/** The pixels as hexadecimal `rrggbbaa`, with where they are. */
function pixels({ width, height, data }: ReturnType<typeof read>) {
  return Array.from({ length: width * height }, (_, index) => ({
    x: index % width,
    y: Math.floor(index / width),
    color: data.toString('hex', index * 4, index * 4 + 4),
  }));
}

describe('the colour icon', () => {
  const icon = read(template.icons.color);
  const background = `${template.accentColor.slice(1).toLowerCase()}ff`;
  const isCentral = (at: number) => at >= 48 && at < 144;

  it('is 192 by 192', () => {
    assert.deepEqual([icon.width, icon.height], [192, 192]);
  });

  it('fills its square with the accent colour, the symbol in the central 96 by 96', () => {
    const outside = pixels(icon).filter(({ x, y }) => !(isCentral(x) && isCentral(y)));
    const inside = pixels(icon).filter(({ x, y }) => isCentral(x) && isCentral(y));

    assert.deepEqual([...new Set(outside.map(({ color }) => color))], [background]);
    assert.ok(inside.some(({ color }) => color === 'ffffffff'));
  });
});

describe('the outline icon', () => {
  const icon = read(template.icons.outline);

  it('is 32 by 32', () => {
    assert.deepEqual([icon.width, icon.height], [32, 32]);
  });

  it('is white on transparent', () => {
    const colors = new Set(pixels(icon).map(({ color }) => color));

    assert.deepEqual(
      [...colors].filter((color) => !color.startsWith('ffffff')),
      [],
    );
    assert.ok(colors.has('ffffffff'));
    assert.ok(colors.has('ffffff00'));
  });
});
