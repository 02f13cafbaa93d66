import assert from 'node:assert/strict';
import { promisify } from 'node:util';
import { PGlite } from '@electric-sql/pglite';
import { PGliteStream } from '../../src/database/pglite-stream.ts';

/** A statement as it is written to a server; 13 is its length. */
const SELECT = Buffer.from('Q\0\0\0\x0dselect 1\0', 'latin1');

describe('the wire to the embedded database', () => {
  let pglite: PGlite;
  before(async function () {
    this.timeout(30_000);
    pglite = await PGlite.create();
  });
  after(() => pglite.close());

  it('brings no answer to who is still reading the one before', async () => {
    const stream = new PGliteStream(pglite);
    await promisify((done: () => void) => stream.write(SELECT, done))();
    const heard: string[] = [];

    // A client that connects asks first from within the answer that it is connected.
    await new Promise<void>((resolve) => {
      stream.on('data', () => {
        heard.push('begins');
        if (heard.length === 1) stream.write(SELECT);
        else resolve();
        heard.push('ends');
      });
    });

    assert.deepEqual(heard, ['begins', 'ends', 'begins', 'ends']);
  });
});
