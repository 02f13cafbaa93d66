import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// Beside the built program, so that whoever can write there could change that as well. Where nobody
// can, nothing is kept. What is not built is compiled as it changes.
if (import.meta.filename.endsWith('.js')) {
  enableCompileCache(join(import.meta.dirname, '.compile-cache'));
}
// Only now: what is imported at the top is compiled before anything runs.
const { main } = await import('./main.ts');
await main();
