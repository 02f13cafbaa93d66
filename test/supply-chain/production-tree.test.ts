import assert from 'node:assert/strict';
import { idOf, type ProductionPackage, readLock } from '../../supply-chain/lock-file.ts';

/** Types that reach production because a package names them among its `dependencies`; they hold no code. */
const TYPES: Readonly<Record<string, readonly string[]>> = {
  '@types/atob-lite': ['adaptive-expressions'],
  '@types/btoa-lite': ['adaptive-expressions'],
  '@types/jsonwebtoken': ['botframework-connector'],
  '@types/lru-cache': ['adaptive-expressions'],
  '@types/node': ['@types/jsonwebtoken', '@types/ws'],
  '@types/ws': ['botframework-streaming'],
  '@types/xmldom': ['adaptive-expressions'],
};

/**
 * What runs a script when it is installed, and why the bot works without: restify asks for
 * dtrace-provider as optional, and does without probes where its native part was not built.
 */
const INSTALL_SCRIPTS = ['dtrace-provider'];

describe('the production tree', () => {
  const { devDependencies, production } = readLock();
  const named = (packages: readonly ProductionPackage[]) =>
    [...new Set(packages.map(({ name }) => name))].toSorted();
  const wantedBy = (wanted: string) =>
    named(production.filter(({ wants }) => wants.includes(wanted)));

  it('holds nothing that package.json asks for to develop, nor types, but for those that others bring along', () => {
    const asked = new Set(devDependencies.map((name) => `node_modules/${name}`));
    const foreign = production.filter(
      ({ name, path }) => name.startsWith('@types/') || asked.has(path),
    );

    assert.deepEqual(
      Object.fromEntries(named(foreign).map((name) => [name, wantedBy(name)])),
      TYPES,
    );
  });

  it('runs no script when it is installed, but for the one that may fail', () => {
    const scripts = production.filter(({ hasInstallScript }) => hasInstallScript);

    assert.deepEqual(named(scripts), INSTALL_SCRIPTS);
    assert.deepEqual(wantedBy('dtrace-provider'), ['restify']);
  });

  it('is the same for everybody: each archive by its hash, from the registry', () => {
    const loose = production.filter(
      ({ integrity, resolved }) => !integrity?.startsWith('sha512-') || resolved !== undefined,
    );

    assert.deepEqual(loose.map(idOf), []);
  });
});
