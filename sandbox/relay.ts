import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import type { Cloud } from './cloud/cloud.ts';

export interface RelayOptions {
  /** Where the bot takes messages. */
  readonly botUrl: string;
  readonly authorize: Cloud['authorize'];
  /** Any free one by default. */
  readonly port?: number;
}

export interface Relay {
  /** Where the Playground sends what it would send to the bot. */
  readonly url: string;
  close(): Promise<void>;
}

const Activity = z.looseObject({
  type: z.string(),
  serviceUrl: z.string(),
  channelId: z.string(),
});

/**
 * Stands where Teams' service stands, between client and bot: the Playground cannot sign what it
 * sends, so the relay does. Everything else in its activities is as Teams sends it, and passes
 * unchanged.
 */
export async function startRelay({ botUrl, authorize, port = 0 }: RelayOptions): Promise<Relay> {
  async function pass(body: string, response: ServerResponse): Promise<void> {
    const activity = Activity.safeParse(parse(body));
    if (!activity.success) return void response.writeHead(400).end();
    const answer = await fetch(botUrl, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: await authorize(activity.data),
      },
      body,
    });
    const type = answer.headers.get('content-type');
    response.writeHead(answer.status, type === null ? {} : { 'content-type': type });
    response.end(await answer.text());
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // The Playground asks with HEAD whether anybody is there.
    if (request.method === 'HEAD' || request.method === 'GET') {
      return void response.writeHead(200).end();
    }
    if (request.method !== 'POST') return void response.writeHead(405).end();
    try {
      await pass(await text(request), response);
    } catch (error) {
      console.error('The bot cannot be reached:', error);
      response.writeHead(502).end();
    }
  }

  const server = createServer((request, response) => void answer(request, response));
  await once(server.listen(port, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No address to listen on');
  return {
    url: `http://127.0.0.1:${address.port}/api/messages`,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
