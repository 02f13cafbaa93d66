import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * Opens and closes a server on every interface, as the Playground does, so that a port taken on
 * any of them is noticed. Gives the port; 0 asks for any free one.
 */
async function tryPort(port: number): Promise<number> {
  const server = createServer();
  await once(server.listen(port), 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('No address to listen on');
  return address.port;
}

/** `port` if it can be had, or any free one; fails with a sentence for people. */
export async function choosePort(port = 0): Promise<number> {
  try {
    return await tryPort(port);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : cause;
    throw new Error(`Port ${port} cannot be used: ${why}`, { cause });
  }
}
