import { FLOOR_NAME, programsOf, ratio, turnsOf } from './figures.ts';
import { nameOf } from './names.ts';
import type { Results } from './results.ts';
import { LIMITS } from './targets.ts';

const WIDTH = 860;
const LEFT = 150;
const RIGHT = 60;
const TOP = 64;
const BAR = 13;
const GAP = 16;
const PLOT = WIDTH - LEFT - RIGHT;

const STYLE = `
  text { font: 13px system-ui, sans-serif; fill: #1f2328; }
  .small { font-size: 11px; fill: #59636e; }
  .back { fill: #ffffff; }
  .grid { stroke: #d1d9e0; }
  .floor { stroke: #1f2328; stroke-dasharray: 3 3; }
  .target { stroke: #cf222e; stroke-width: 2.5; }
  .sample { fill: #a475f9; } .pglite { fill: #e2a336; } .postgres { fill: #2f81f7; }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc; } .small { fill: #9198a1; } .back { fill: #0d1117; }
    .grid { stroke: #3d444d; } .floor { stroke: #f0f6fc; } .target { stroke: #ffffff; }
  }`;

interface Bar {
  readonly turn: string;
  readonly program: string;
  readonly multiple: number;
  readonly limit: number | undefined;
}

/** Bars of the processor time of turns, as multiples of the floor's, with the targets marked. */
export function chart(results: Results): string {
  const programs = programsOf(results).filter((program) => isDrawn(program));
  const groups = turnsOf(results)
    .map((turn) => programs.map((program) => barOf(results, turn, program)).filter(isMeasured))
    .filter((bars) => bars.length > 0);
  const all = groups.flat();
  const most = Math.max(2, ...all.flatMap(({ multiple, limit = 0 }) => [multiple, limit]));
  const x = (multiple: number) => LEFT + (PLOT * multiple) / most;
  let y = TOP;
  const drawn = groups.map((bars) => {
    const top = y;
    y += bars.length * (BAR + 2) + GAP;
    return group(bars, top, x);
  });
  const bottom = y - GAP / 2;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${bottom + 30}" role="img" aria-label="Processor time of turns as multiples of the floor">`,
    `<style>${STYLE}\n</style>`,
    `<rect class="back" width="${WIDTH}" height="${bottom + 30}"/>`,
    text(16, 24, 'CPU of a turn, as a multiple of a bare echo turn', 'start'),
    legend(results, programs),
    ...grid(most, x, bottom),
    ...drawn,
    '</svg>',
    '',
  ].join('\n');
}

const isDrawn = (program: string) => program !== FLOOR_NAME && !program.includes(',');

const isMeasured = ({ multiple }: Bar) => !Number.isNaN(multiple);

function barOf(results: Results, turn: string, program: string): Bar {
  const found = LIMITS.find(([name, kind]) => name === turn && kind === program);
  return { turn, program, multiple: ratio(results, turn, program), limit: found?.[2] };
}

function group(bars: readonly Bar[], top: number, x: (multiple: number) => number): string {
  const middle = top + (bars.length * (BAR + 2)) / 2 + 4;
  const [first] = bars;
  return [
    text(LEFT - 10, middle, first?.turn ?? '', 'end'),
    ...bars.map(({ program, multiple, limit }, index) => {
      const y = top + index * (BAR + 2);
      const end = x(limit === undefined ? multiple : Math.max(multiple, limit));
      return [
        `<rect class="${program}" x="${LEFT}" y="${y}" width="${round(x(multiple) - LEFT)}" height="${BAR}"/>`,
        text(end + 6, y + 11, multiple.toFixed(2), 'start', 'small'),
        ...(limit === undefined ? [] : [line('target', x(limit), y - 1, y + BAR + 1)]),
      ].join('');
    }),
  ].join('\n');
}

function grid(most: number, x: (multiple: number) => number, bottom: number): readonly string[] {
  const step = [0.5, 1, 2, 5, 10, 20].find((each) => most / each <= 10) ?? 50;
  const marks = Array.from({ length: Math.floor(most / step) + 1 }, (_, index) => index * step);
  return [
    ...marks.map((mark) => line('grid', x(mark), TOP - 6, bottom)),
    ...marks.map((mark) => text(x(mark), bottom + 18, `${mark}`, 'middle', 'small')),
    line('floor', x(1), TOP - 6, bottom),
  ];
}

function legend(results: Results, programs: readonly string[]): string {
  const entries = programs.map((program, index) => {
    const x = 16 + index * 120;
    return `<rect class="${program}" x="${x}" y="36" width="12" height="12"/>${text(x + 18, 47, nameOf(program, results), 'start', 'small')}`;
  });
  const x = 16 + programs.length * 120;
  const target = `${line('target', x + 6, 35, 49)}${text(x + 18, 47, 'target', 'start', 'small')}`;
  return [...entries, target].join('\n');
}

const line = (kind: string, x: number, from: number, to: number): string =>
  `<line class="${kind}" x1="${round(x)}" x2="${round(x)}" y1="${from}" y2="${round(to)}"/>`;

const text = (x: number, y: number, words: string, anchor: string, kind = ''): string =>
  `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}"${kind && ` class="${kind}"`}>${escaped(words)}</text>`;

const round = (value: number): number => Math.round(value * 10) / 10;

const escaped = (words: string): string =>
  words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
