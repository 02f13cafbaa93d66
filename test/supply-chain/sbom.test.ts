import assert from 'node:assert/strict';
import { z } from 'zod';
import { idOf, readLock } from '../../supply-chain/lock-file.ts';
import { sbom } from '../../supply-chain/sbom.ts';

const CycloneDx = z.object({
  bomFormat: z.literal('CycloneDX'),
  metadata: z.object({ component: z.object({ name: z.string(), type: z.string() }) }),
  components: z.array(z.object({ 'bom-ref': z.string(), purl: z.string() })),
});

describe('the SBOM', () => {
  it('names every production package, and nothing else', async () => {
    const { components, metadata } = CycloneDx.parse(JSON.parse(await sbom()));

    const production = new Set(readLock().production.map(purlOf));
    assert.deepEqual(metadata.component, { name: 'exchange-connector-bot', type: 'application' });
    assert.deepEqual(new Set(components.map(({ purl }) => purl)), production);
  }).timeout(30_000);
});

/** https://github.com/package-url/purl-spec */
const purlOf = (pkg: Parameters<typeof idOf>[0]): string =>
  `pkg:npm/${idOf(pkg).replace(/^@/, '%40')}`;
