import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { HttpAnswer } from '../test/support/teams.ts';

/** Posts activities over a fixed number of connections that stay open. */
export interface Posting {
  /** Resolves with the answer as it came, so that reading it costs nothing while others wait. */
  send(body: string): Promise<Answered>;
  close(): void;
}

export interface Answered {
  readonly status: number;
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

export function posting(url: string, authorization: string, connections: number): Posting {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const target = new URL(`${url}/api/messages`);
  return {
    send: (body) =>
      new Promise((resolve, reject) => {
        const from = performance.now();
        const headers = {
          authorization,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
        };
        const asked = request(target, { method: 'POST', agent, headers }, (response) => {
          text(response).then(
            (answer) =>
              resolve({
                status: response.statusCode ?? 0,
                text: answer,
                from,
                to: performance.now(),
              }),
            reject,
          );
        });
        asked.once('error', reject).end(body);
      }),
    close: () => agent.destroy(),
  };
}

export const readAnswer = ({ status, text }: Answered): HttpAnswer => ({
  status,
  headers: new Headers(),
  text,
  body: text.startsWith('{') ? JSON.parse(text) : {},
});
