import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { licenceMistakes, STATED } from '../../supply-chain/licences.ts';
import { licencesDocument } from '../../supply-chain/licences-document.ts';
import { idOf, ROOT, readLock } from '../../supply-chain/lock-file.ts';

describe('licences of the production packages', () => {
  const { production } = readLock();

  it('are there and permissive', () => {
    assert.deepEqual(licenceMistakes(production), []);
  });

  it('stand in docs/licences.md as `npm run licences` writes it', async () => {
    const written = await readFile(join(ROOT, 'docs/licences.md'), 'utf8');

    assert.equal(written, licencesDocument(production));
  });

  it('that package.json leaves out stand in the file that is named for them', async () => {
    const silent = production.filter(({ license }) => license === undefined);

    assert.deepEqual(silent.map(idOf).toSorted(), Object.keys(STATED).toSorted());
    for (const pkg of silent) {
      const text = await readFile(join(ROOT, pkg.path, STATED[idOf(pkg)]?.file ?? ''), 'utf8');
      assert.match(text, /^ *MIT$|^Permission is hereby granted, free of charge/m, idOf(pkg));
    }
  });

  const refused: readonly (readonly [license: string | undefined, because: RegExp])[] = [
    [undefined, /^a@1\.0\.0 names no licence/],
    ['GPL-3.0-only', /^a@1\.0\.0 is under "GPL-3\.0-only"/],
    ['MIT AND AGPL-3.0-or-later', /not known as permissive/],
    ['UNLICENSED', /not known as permissive/],
    ['SEE LICENSE IN LICENSE.txt', /not known as permissive/],
    ['', /not known as permissive/],
  ];
  for (const [license, because] of refused) {
    it(`are refused, by name, as ${license ?? 'nothing'}`, () => {
      const [mistake, ...others] = licenceMistakes([{ name: 'a', version: '1.0.0', license }]);

      assert.match(mistake ?? '', because);
      assert.equal(others.length, 0);
    });
  }

  for (const license of ['MIT', '(GPL-2.0-only OR MIT)', 'MIT AND ISC']) {
    it(`are taken as ${license}`, () => {
      assert.deepEqual(licenceMistakes([{ name: 'a', version: '1.0.0', license }]), []);
    });
  }

  it('that a person has read count for that version only', () => {
    const [id = ''] = Object.keys(STATED);
    const name = id.slice(0, id.lastIndexOf('@'));

    assert.match(licenceMistakes([{ name, version: '99.0.0' }])[0] ?? '', /names no licence/);
  });
});
