import { createRequire } from 'node:module';
import fc from 'fast-check';

// The runner asks for modules of mocha without naming their kind, which is `.cjs` since mocha 12.
const { extensions } = createRequire(import.meta.url);
extensions['.cjs'] ??= extensions['.js'];

// Whether a mutant survives must not be a matter of luck.
fc.configureGlobal({ seed: 1 });

export const { strykerPlugins, strykerValidationSchema } = await import(
  '@stryker-mutator/mocha-runner'
);
