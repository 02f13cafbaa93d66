import assert from 'node:assert/strict';
import { chart } from '../../bench/chart.ts';
import { parseOptions } from '../../bench/options.ts';
import { page } from '../../bench/page.ts';
import { someResults } from './some-results.ts';

const results = someResults({
  form: [{ floor: 2, sample: 20, pglite: 4, postgres: 2, 'postgres, filled': 3 }],
  'request <number>': [{ floor: 2, pglite: 4, postgres: 3, 'postgres, filled': 3 }],
});

describe('the page of the bench', () => {
  const text = page(results);

  it('shows ratios to the floor beside milliseconds', () => {
    assert.match(text, /\| form \| 2\.00 \| \*\*10\.00\*\* \(20\.00\) \| \*\*2\.00\*\* \(4\.00\)/);
  });

  it('says which targets are met', () => {
    assert.match(text, /\| CPU of form \| PGlite \| 1\.2 × floor \| 2\.00 \| \*\*not met\*\* \|/);
    assert.match(text, /\| CPU of form \| PostgreSQL \| 1\.2 × floor \| 1\.00 \| met \|/);
  });

  it('compares with what is stored', () => {
    assert.match(text, /## With 1,000,000 stored requests[^#]*\| form [^\n]*\*\*1\.50\*\*/);
  });

  it('has tables whose rows are all as wide as their heads', () => {
    const tables = text.split('\n\n').filter((part) => part.startsWith('|'));

    assert.ok(tables.length >= 4);
    for (const table of tables) {
      const widths = table
        .trimEnd()
        .split('\n')
        .map((row) => row.split(/(?<!\\)\|/).length);
      assert.equal(new Set(widths).size, 1, table);
    }
  });

  it('says what was not measured', () => {
    assert.match(text, /## Memory\n\nNot measured in this run\./);
    assert.doesNotMatch(text, /NaN|undefined/);
  });

  it('can be drawn of nothing', () => {
    const none = someResults({}, { options: parseOptions(['--stored', '0']) });

    assert.doesNotMatch(page(none), /NaN|undefined/);
  });
});

describe('the chart of the bench', () => {
  const drawn = chart(results);

  it('is well-formed, whatever turns are called', () => {
    assert.deepEqual(unclosed(drawn), []);
    assert.match(drawn, /request &lt;number&gt;/);
    assert.doesNotMatch(drawn, /NaN|undefined|Infinity/);
  });

  it('has a bar as long as each ratio, and a mark for each target', () => {
    const width = (program: string) =>
      [
        ...drawn.matchAll(new RegExp(`class="${program}" x="150" y="\\d+" width="([\\d.]+)"`, 'g')),
      ].map(([, text]) => Number(text));
    const [sample = 0] = width('sample');
    const [pglite = 0] = width('pglite');

    assert.ok(Math.abs(sample / pglite - 5) < 0.01);
    assert.deepEqual([width('sample').length, width('postgres').length], [1, 2]);
    // One for each kind of database, and one in the legend.
    assert.equal(drawn.match(/<line class="target"/g)?.length, 3);
  });
});

/** Names of elements that are opened and not closed in order; attributes must be quoted. */
function unclosed(xml: string): readonly string[] {
  const open: string[] = [];
  const rest = xml.replace(
    /<(\/?)([a-z]+)((?: [\w:-]+="[^"<&]*")*)(\/?)>/g,
    (_, closing: string, name: string, _attributes: string, empty: string) => {
      if (closing === '/') assert.equal(open.pop(), name);
      else if (empty !== '/') open.push(name);
      return '';
    },
  );
  assert.doesNotMatch(rest, /[<>]|&(?!lt;|gt;|amp;)/);
  return open;
}
