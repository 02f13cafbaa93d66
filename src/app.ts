import type { Logger } from 'pino';
import { Background } from './background.ts';
import { botAuthentication } from './bot/authentication.ts';
import { Publisher } from './bot/publish.ts';
import { receiver } from './bot/receive.ts';
import { TeamsAdapter } from './bot/teams-adapter.ts';
import { teamsBot } from './bot/teams-bot.ts';
import { tokenService } from './bot/token-service.ts';
import { type Drawing, formStateCard } from './cards/form-state.ts';
import type { Config } from './config.ts';
import { adminConsentUrl } from './graph/admin-consent.ts';
import { appCredential, appToken } from './graph/app-credential.ts';
import { createConnector, getConnector } from './graph/exchange-connectors.ts';
import { graphClient } from './graph/graph-client.ts';
import { onBehalfOf } from './graph/on-behalf-of.ts';
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
  const background = new Background();
  const forms = new FormBook(newId);

  const credential = appCredential(config);
  const authentication = botAuthentication(config, appToken(credential, cloud.botScope));
  const adapter = new TeamsAdapter(authentication, bot.id, cloud.botIssuer);

  const graph = graphClient(config);
  const personalToken = onBehalfOf(config, credential);
  const consentUrl = adminConsentUrl(config);
  const drawing = (): Drawing => ({ now: now(), consentUrl });

  const publisher = new Publisher(adapter, drawing, log);

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
      ),
      tenantId: bot.tenantId,
      forms,
      publisher,
      background,
      now,
      newId,
      newReference: () => newId().slice(0, REFERENCE_LENGTH),
      draw: (form) => formStateCard(form, drawing()),
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
      await Promise.all([server.close(patience), background.settle(patience)]);
      // Nobody will be here to tell the end of what still runs, so its cards must not promise it.
      for (const { id } of forms.working()) {
        const { form } = forms.advance(id, { type: 'fail', fault: 'outcome-unknown' });
        log.warn({ form: id, reference: 'reference' in form && form.reference }, 'given up');
        void background.run(publisher.publish(form));
      }
      await background.settle(withinMs - patience);
    },
  };
}

/** Keeps the first result, so that its connections are shared. */
function kept<T>(build: () => Promise<T>): () => Promise<T> {
  let built: Promise<T> | undefined;
  return () => {
    built ??= build();
    return built;
  };
}
