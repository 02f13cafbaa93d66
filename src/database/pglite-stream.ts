import { Duplex } from 'node:stream';
import type { PGlite } from '@electric-sql/pglite';

const nothing = () => undefined;

/**
 * The wire between a PostgreSQL client and the database in this process: pg's client then does what
 * it does with any server, statements that are prepared once included, and each round trip is one
 * call. There may be one at a time, as there is one session.
 */
export class PGliteStream extends Duplex {
  readonly #pglite: PGlite;
  /** A socket has these. */
  readonly setNoDelay = nothing;
  readonly setKeepAlive = nothing;
  readonly ref = nothing;
  readonly unref = nothing;

  constructor(pglite: PGlite) {
    super();
    this.#pglite = pglite;
  }

  /** The session is that of the client before: what it has left is undone. */
  connect(): void {
    this.#reset().then(
      () => this.emit('connect'),
      (error) => this.destroy(error),
    );
  }

  async #reset(): Promise<void> {
    await this.#pglite.exec('rollback');
    await this.#pglite.exec('discard all');
  }

  override _read(): void {
    // What there is to read comes when something was written.
  }

  override _write(chunk: Uint8Array, _encoding: string, done: (error?: Error) => void): void {
    this.#send(chunk).then(() => done(), done);
  }

  override _writev(
    chunks: readonly { readonly chunk: Uint8Array }[],
    done: (error?: Error) => void,
  ): void {
    this.#send(Buffer.concat(chunks.map(({ chunk }) => chunk))).then(() => done(), done);
  }

  /**
   * The answer must not come before the client's `write` has returned, as it does not from a socket:
   * the client may be in the middle of reading the answer before. As a stream, because of other
   * answers PGlite would keep what it reads in them.
   */
  async #send(message: Uint8Array): Promise<void> {
    await Promise.resolve();
    await this.#pglite.execProtocolRawStream(message, {
      // What it hands over is its own memory, which it writes again.
      onRawData: (answer) => void this.push(Buffer.from(answer)),
    });
  }

  override _final(done: () => void): void {
    this.push(null);
    done();
  }
}
