import assert from 'node:assert/strict';
import type { OpenBot } from '../support/open-bot.ts';
import { everythingStored } from '../support/stored.ts';

/** Looks at a bot, and gives what asserts that it has said, asked and stored nothing since. */
export async function watchUntouched({ cloud, db }: OpenBot): Promise<() => Promise<void>> {
  cloud.reset();
  const before = await everythingStored(db);
  return async () => {
    const { connector, entra, tokens, graph } = cloud;
    const asked = [connector, entra, tokens, graph].flatMap(({ requests }) =>
      requests.map(({ method, path }) => `${method} ${path}`),
    );
    // The keys are all that may be asked for.
    assert.deepEqual(
      asked.filter((line) => !line.startsWith('GET /v1/.well-known/')),
      [],
    );
    assert.deepEqual(await everythingStored(db), before);
  };
}
