import { once } from 'node:events';
import type { Logger } from 'pino';
import restify, { type Next, type Request, type Response } from 'restify';
import type { Receive } from './bot/receive.ts';
import type { Metrics } from './metrics.ts';

export interface ServerDeps {
  readonly receive: Receive;
  /** Why the bot cannot work now; undefined when it can. */
  readonly notReady: () => Promise<string | undefined>;
  readonly metrics: Pick<Metrics, 'text' | 'contentType'>;
  readonly log: Logger;
}

export interface Server {
  /** Starts to listen and resolves with the port. */
  listen(port: number, host: string): Promise<number>;
  /** Stops accepting and waits for requests under way, at the latest for `ms`. */
  close(ms: number): Promise<void>;
}

const MAX_BODY_BYTES = 256 * 1024;
const MAX_TURNS = 256;
const RETRY_AFTER_SECONDS = 5;
const REQUEST_WITHIN_MS = 30_000;

const WORDS: Readonly<Record<number, string>> = {
  400: 'The body is no JSON.',
  404: 'There is nothing here.',
  405: 'This method is not served here.',
  413: 'The body is larger than 256 KiB.',
  415: 'Send application/json, not compressed.',
  503: 'Too many turns are under way.',
};

/** The routes of the contract on restify. */
export function createServer({ receive, notReady, metrics, log }: ServerDeps): Server {
  // restify logs with its own pino; the bot's own lines say what matters.
  const server = restify.createServer({ name: 'exchange-connector-bot', log: log as never });
  server.server.requestTimeout = REQUEST_WITHIN_MS;
  server.on('restifyError', (_request: Request, _response: Response, error, done: () => void) => {
    error.toJSON = () => refusal(error.statusCode);
    done();
  });

  let turns = 0;
  const answerTurn = async (request: Request, response: Response): Promise<void> => {
    if (turns >= MAX_TURNS) {
      response.header('Retry-After', String(RETRY_AFTER_SECONDS));
      response.send(503, refusal(503));
      return;
    }
    turns += 1;
    try {
      const { status, body } = await receive(request.body, request.header('authorization'));
      if (status === 503) response.header('Retry-After', String(RETRY_AFTER_SECONDS));
      response.send(status, body);
    } catch (error) {
      log.error({ err: error }, 'request failed');
      response.send(500, refusal(500));
    } finally {
      turns -= 1;
    }
  };
  server.post(
    '/api/messages',
    refuseForeignBodies,
    restify.plugins.bodyReader({ maxBodySize: MAX_BODY_BYTES }),
    restify.plugins.jsonBodyParser({ bodyReader: true, mapParams: false }),
    answerTurn,
  );
  server.get('/healthz', async (_request: Request, response: Response) => {
    response.send(200, { status: 'alive' });
  });
  server.get('/readyz', async (_request: Request, response: Response) => {
    const reason = await notReady();
    response.send(reason ? 503 : 200, reason ? { status: reason } : { status: 'ready' });
  });
  server.get('/metrics', async (_request: Request, response: Response) => {
    response.sendRaw(200, await metrics.text(), { 'Content-Type': metrics.contentType });
  });

  return {
    async listen(port, host) {
      server.listen(port, host);
      await once(server, 'listening');
      return server.address().port;
    },
    async close(ms) {
      if (!server.server.listening) return;
      const closed = once(server.server, 'close');
      const late = setTimeout(() => server.server.closeAllConnections(), ms);
      server.server.close();
      server.server.closeIdleConnections();
      await closed;
      clearTimeout(late);
    },
  };
}

/**
 * Runs before any byte of the body is read: restify's reader unpacks gzip without a limit, and
 * lets multipart bodies past its size limit.
 */
function refuseForeignBodies(request: Request, response: Response, next: Next): void {
  const [type = ''] = (request.header('content-type') ?? '').split(';');
  const encoding = request.header('content-encoding') ?? 'identity';
  const status =
    type.trim().toLowerCase() !== 'application/json' || encoding.toLowerCase() !== 'identity'
      ? 415
      : Number(request.header('content-length') ?? 0) > MAX_BODY_BYTES
        ? 413
        : undefined;
  if (status === undefined) {
    next();
    return;
  }
  response.header('Connection', 'close');
  response.send(status, refusal(status));
  next(false);
}

const refusal = (status = 500) => ({
  code: String(status),
  message: WORDS[status] ?? 'Something went wrong.',
});
