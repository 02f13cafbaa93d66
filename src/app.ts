import type { Logger } from 'pino';
import { Background } from './background.ts';
import { botAuthentication } from './bot/authentication.ts';
import { Publisher } from './bot/publish.ts';
import { receiver } from './bot/receive.ts';
import { TeamsAdapter } from './bot/teams-adapter.ts';
import { teamsBot } from './bot/teams-bot.ts';
import { tokenService } from './bot/token-service.ts';
import { formStateCard } from './cards/form-state.ts';
import type { Config } from './config.ts';
import { adminConsentUrl } from './graph/admin-consent.ts';
import { appCredential, appToken } from './graph/app-credential.ts';
import { createConnector, getConnector } from './graph/exchange-connectors.ts';
import { graphClient } from './graph/graph-client.ts';
import { onBehalfOf } from './graph/on-behalf-of.ts';
import type { Form } from './requests/form.ts';
import { FormBook } from './requests/form-book.ts';
import { createServer } from './server.ts';

/** What a process brings: its log, its clock, its chance. */
export interface Surroundings {
  readonly log: Logger;
  readonly now: () => Date;
  readonly newId: () => string;
}

export interface App {
  readonly port: number;
  /** Stops accepting, finishes turns and running work, at most for so long. */
  stop(withinMs?: number): Promise<void>;
}

const FINISH_WITHIN_MS = 10_000;
/** Of the time to stop, for work under way; the rest is for telling what was given up. */
const WORK_SHARE = 0.8;
const REFERENCE_LENGTH = 8;

/** Builds every part of the bot, once, and listens. */
export async function startBot(config: Config, around: Surroundings): Promise<App> {
  const { log, now, newId } = around;
  const { bot, cloud } = config;
  const { timeoutMs } = config.graph;
  const background = new Background((error) => log.error({ err: error }, 'work failed'));
  const forms = new FormBook(newId);

  const credential = appCredential(config);
  const authentication = botAuthentication(config, appToken(credential, cloud.botScope, timeoutMs));
  const adapter = new TeamsAdapter(authentication, bot.id, cloud.botIssuer);

  const graph = graphClient(config);
  const personalToken = onBehalfOf(config, credential);
  const consentUrl = adminConsentUrl(config);

  const draw = (form: Form) => formStateCard(form, { now: now(), consentUrl });
  const find = (id: string) => forms.find(id);
  const publisher = new Publisher({ adapter, find, draw, timeoutMs, log });

  const receive = receiver({
    adapter,
    background,
    tenantId: bot.tenantId,
    cloud,
    log,
    bot: teamsBot({
      tokens: tokenService(
        kept(() => adapter.userTokenClient()),
        bot.oauthConnection,
        timeoutMs,
      ),
      tenantId: bot.tenantId,
      appId: bot.id,
      forms,
      publisher,
      background,
      now,
      newId,
      newReference: () => newId().slice(0, REFERENCE_LENGTH),
      draw,
      create: (assertion, connector, attemptId) =>
        createConnector(graph, (claims) => personalToken(assertion, claims), connector, attemptId),
      read: (assertion, connectorId, callId) =>
        getConnector(graph, (claims) => personalToken(assertion, claims), connectorId, callId),
      consentUrl,
      log,
    }),
  });

  let state: string | undefined = 'starting';
  const server = createServer({ receive, notReady: () => state, log });
  const port = await server.listen(config.http.port, config.http.host);
  state = undefined;
  log.info({ port, cloud: cloud.name }, 'listening');

  return {
    port,
    async stop(withinMs = FINISH_WITHIN_MS) {
      state = 'shutting down';
      const patience = withinMs * WORK_SHARE;
      const began = performance.now();
      await server.close(patience);
      await background.settle(patience - (performance.now() - began));
      // Nobody will be here to tell the end of what still runs, so its cards must not promise it.
      for (const { id } of forms.working()) {
        const { form } = forms.advance(id, { type: 'fail', fault: 'outcome-unknown' });
        log.warn({ form: id, reference: 'reference' in form && form.reference }, 'given up');
        void background.run(publisher.publish(id));
      }
      await background.settle(withinMs - patience);
    },
  };
}

/** Keeps the first result, so that its connections are shared. */
function kept<T>(build: () => Promise<T>): () => Promise<T> {
  let built: T | undefined;
  return async () => {
    built ??= await build();
    return built;
  };
}
