import { once } from 'node:events';
import { createServer, connect as open, type Socket } from 'node:net';
import type { Failpoint } from './failpoint.ts';

export interface PostgresProxy {
  /** The same database, by way of the proxy. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Stands between a process and PostgreSQL. What a client sends in one piece is one step: its driver
 * waits for the answer before it sends more.
 */
export async function startPostgresProxy(
  databaseUrl: string,
  failpoint: Failpoint,
): Promise<PostgresProxy> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const database = open(Number(target.port), target.hostname);
    for (const socket of [client, database]) {
      sockets.add(socket);
      socket.on('error', () => undefined); // its end is what matters, and 'close' tells of it
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        database.destroy();
      });
    }
    let step: { readonly name: string } | undefined;
    client.on('data', (chunk) => {
      // Workers ask for jobs all the time; nothing hangs on that.
      if (chunk.includes('SKIP LOCKED') && failpoint.isWaiting) {
        database.write(chunk);
        return;
      }
      step = { name: nameOf(chunk) };
      if (failpoint.gate(step, step.name, 'arrived')) database.write(chunk);
    });
    database.on('data', (chunk) => {
      const answered = step;
      step = undefined;
      if (!answered || failpoint.gate(answered, answered.name, 'done')) client.write(chunk);
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No address to listen on');
  const url = new URL(databaseUrl);
  url.port = String(address.port);
  return {
    url: url.href,
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

const STATEMENT =
  /\b(begin|commit|rollback|insert into|update|delete from|select|listen|notify)\b(?:[^"]*"(\w+)")?/i;

/** What a piece of PostgreSQL's protocol asks for, in a few words. */
function nameOf(chunk: Buffer): string {
  const text = chunk.toString('latin1');
  if (text.includes('pgboss')) return 'a statement of the job queue';
  const [, deed = 'protocol', table = ''] = STATEMENT.exec(text) ?? [];
  return `${deed.toLowerCase()} ${table}`.trim();
}
