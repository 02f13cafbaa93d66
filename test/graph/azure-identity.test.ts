import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { OnBehalfOfCredential } from '../../src/graph/azure-identity.ts';

const src = new URL('../../src/', import.meta.url);
const require = createRequire(import.meta.url);

describe('@azure/identity', () => {
  it('is the one that botbuilder loads', () => {
    const ofBotbuilder = createRequire(require.resolve('botframework-connector'));

    assert.equal(ofBotbuilder('@azure/identity').OnBehalfOfCredential, OnBehalfOfCredential);
  });

  it('is imported for its types only, as it would be loaded a second time', async () => {
    const loading: string[] = [];
    for (const file of await readdir(src, { recursive: true })) {
      if (!file.endsWith('.ts') || file === 'graph/azure-identity.ts') continue;
      const text = await readFile(new URL(file, src), 'utf8');
      const others = text.replaceAll(/^import type [^;]*;/gm, '');
      if (others.includes("'@azure/identity'")) loading.push(file);
    }

    assert.deepEqual(loading, []);
  });
});
