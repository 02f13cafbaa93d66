import type { Logger } from 'pino';
import type { Background } from './background.ts';
import { verbHandlers } from './bot/actions.ts';
import { approverLookup } from './bot/approvers.ts';
import { Assertions } from './bot/assertions.ts';
import { botAuthentication } from './bot/authentication.ts';
import { inConversation } from './bot/in-conversation.ts';
import { observeClient } from './bot/observed-client.ts';
import { People } from './bot/people.ts';
import { conversationsOf, isShownBy, placePart } from './bot/places.ts';
import { publisher } from './bot/publish.ts';
import { reminderOf } from './bot/remind.ts';
import { requestDrawing } from './bot/request-view.ts';
import { readRoster, teamGroup } from './bot/roster.ts';
import { TeamsAdapter, type WatchClient } from './bot/teams-adapter.ts';
import { type BotDeps, teamsBot } from './bot/teams-bot.ts';
import { teller } from './bot/tell.ts';
import { tellRequester } from './bot/tell-requester.ts';
import { tokenService } from './bot/token-service.ts';
import { turnKind } from './bot/turn-kind.ts';
import { messageUpdater } from './bot/update-message.ts';
import { WaitingActions } from './bot/waiting-actions.ts';
import type { CallObserver } from './cloud-calls.ts';
import { isServiceUrl } from './clouds.ts';
import type { Config } from './config.ts';
import { type Database, databaseNow } from './database/database.ts';
import { adminConsentUrl } from './graph/admin-consent.ts';
import { appCredential, appToken } from './graph/app-credential.ts';
import { createConnector, getConnector, listConnectors } from './graph/exchange-connectors.ts';
import { graphClient } from './graph/graph-client.ts';
import { retryAfterMs } from './graph/graph-error.ts';
import { onBehalfOf } from './graph/on-behalf-of.ts';
import { groupMembers, teamOwners } from './graph/people.ts';
import { Changes } from './requests/changes.ts';
import { expirer } from './requests/expire.ts';
import { FormStore } from './requests/form-store.ts';
import { countJobs, type JobCount } from './requests/job-counts.ts';
import { type JobHandlers, type Jobs, jobQueue } from './requests/jobs.ts';
import { Leases } from './requests/leases.ts';
import { provisioner } from './requests/provision.ts';
import { RequestStore } from './requests/request-store.ts';
import { sweep } from './requests/sweep.ts';

/** What a process brings: its log, its clock, its chance. */
export interface Surroundings {
  readonly log: Logger;
  readonly now: () => Date;
  readonly newId: () => string;
}

/** Everything that works on the database of one process. */
export interface Parts {
  readonly adapter: TeamsAdapter;
  readonly bot: ReturnType<typeof teamsBot>;
  readonly kindOf: ReturnType<typeof turnKind>;
  readonly jobs: Jobs;
  readonly handlers: JobHandlers;
  readonly leases: Leases;
  /** Asks again for all work that is overdue for so long. */
  readonly sweep: (overdueMs: number) => Promise<void>;
  readonly countRequests: () => Promise<ReadonlyMap<string, number>>;
  readonly countJobs: () => Promise<readonly JobCount[]>;
}

const REFERENCE_LENGTH = 8;

/** Builds every part once, and wires them. */
export function buildParts(
  config: Config,
  { log, now, newId }: Surroundings,
  database: Database,
  background: Background,
  observe: CallObserver,
): Parts {
  const { bot, cloud } = config;
  const { timeoutMs } = config.graph;
  const { db } = database;

  const watch: WatchClient = (client, service) =>
    observeClient(client, service, observe, timeoutMs);
  const credential = appCredential(config, observe);
  const botToken = appToken(credential, cloud.botScope, timeoutMs, now);
  const ownGraphToken = appToken(credential, cloud.graphUrl, timeoutMs, now);
  const authentication = botAuthentication(config, botToken);
  const adapter = new TeamsAdapter(authentication, bot.id, cloud, watch, now);
  const graph = graphClient(config, observe);
  const personalToken = onBehalfOf(config, credential, now, observe);
  const tokenOf = (assertion: string) => (claims?: string) => personalToken(assertion, claims);
  const consentUrl = adminConsentUrl(config);

  const jobs = jobQueue(database, now, log);
  const changes = new Changes();
  const requests = new RequestStore(db, jobs, changes);
  const leases = new Leases(db, newId, (error) => log.warn({ err: error }, 'lease not renewed'));
  const drawing = requestDrawing(consentUrl);
  const people = new People(db);
  const within = inConversation(adapter, (url) => isServiceUrl(cloud, url), timeoutMs);
  const tell = teller(within);
  const tokens = tokenService(
    kept(() => adapter.userTokenClient()),
    bot.oauthConnection,
    timeoutMs,
  );
  const assertions = new Assertions({ tokens, tenantId: bot.tenantId, appId: bot.id, now });

  const deps: BotDeps = {
    forms: new FormStore(db, newId, now),
    requests,
    changes,
    drawing,
    approversOf: approverLookup({
      sources: config.approvers,
      people,
      roster: (origin) => readRoster(within, origin),
      teamGroup: (origin) => teamGroup(within, origin),
      teamOwners: (id) => teamOwners(graph, ownGraphToken, id, newId),
      groupMembers: (id) => groupMembers(graph, ownGraphToken, id, newId),
      now,
      log,
    }),
    policy: config.approval,
    waiting: new WaitingActions(db),
    addPlace: (requestId, place, version) =>
      requests.send(requestId, { job: 'publish' }, [placePart(place, version)]),
    conversationsOf: (requestId) => conversationsOf(db, requestId),
    isShownBy: (requestId, activityId) => isShownBy(db, requestId, activityId),
    people,
    tell,
    updateMessage: messageUpdater(within, log),
    tokens,
    assertions,
    read: (assertion, connectorId, callId) =>
      getConnector(graph, tokenOf(assertion), connectorId, callId),
    background,
    now,
    newId,
    newReference: () => newId().slice(0, REFERENCE_LENGTH),
    log,
  };

  const handlers: JobHandlers = {
    provision: provisioner({
      db,
      store: requests,
      leases,
      timing: { timeoutMs, settleMs: config.graph.settleMs },
      assertionOf: async (requestId, { id, name, mri }) =>
        mri === undefined ? undefined : assertions.take(requestId, { id, name, mri }),
      list: (assertion) => listConnectors(graph, tokenOf(assertion), newId),
      create: (assertion, connector, attemptId, maySend) =>
        createConnector(graph, tokenOf(assertion), connector, attemptId, maySend),
      sharedNow: databaseNow,
      askedToWait: retryAfterMs,
      now,
      newId,
      chance: Math.random,
      log,
    }),
    publish: publisher({
      db,
      store: requests,
      leases,
      people,
      drawing,
      tell: tellRequester({ store: requests, tell, now, log }),
      inConversation: within,
      hasRoom: (conversationId) => adapter.hasRoom(conversationId),
      background,
      now,
      log,
    }),
    expire: expirer(requests, now),
    remind: reminderOf({ store: requests, people, tell, now, log }),
  };
  const verbs = verbHandlers(deps);
  return {
    adapter,
    bot: teamsBot(deps, verbs),
    kindOf: turnKind(new Set(verbs.keys())),
    jobs,
    handlers,
    leases,
    sweep: async (overdueMs) => {
      await sweep(db, jobs.begin, now(), overdueMs);
      await deps.waiting.forgetOld(now());
    },
    countRequests: () => requests.countByStatus(),
    countJobs: () => countJobs(db, jobs),
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
