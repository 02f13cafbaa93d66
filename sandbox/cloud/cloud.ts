import { authorizeActivity, BOT_FRAMEWORK, type TokenOverrides } from './channel.ts';
import { type Connector, serveConnector } from './connector.ts';
import { serveControl } from './control.ts';
import { BOT_APP_ID, BOT_APP_SECRET, OAUTH_CONNECTION, TENANT_ID } from './directory.ts';
import { type Entra, serveEntra } from './entra.ts';
import { createFaults, type Faults } from './faults.ts';
import { type Graph, serveGraph } from './graph.ts';
import { processKeys } from './keys.ts';
import { IDENTITY_HEADER, managedIdentityRoute } from './managed-identity.ts';
import { type Gate, openHost } from './service.ts';
import { serveTokenService, type TokenService } from './token-service.ts';

export type ServiceName = 'entra' | 'tokens' | 'connector' | 'graph' | 'control';

export interface CloudOptions {
  /** Any free port where none is given. */
  readonly ports?: Partial<Record<ServiceName, number>>;
  /** Further hosts (`host:port`) to which the bot may send messages. */
  readonly serviceHosts?: readonly string[];
  readonly gate?: Gate;
}

export interface Cloud {
  /** PEM of the throw-away authority that vouches for every service. */
  readonly ca: string;
  /** The variables that make the bot live in this cloud. */
  readonly environment: Readonly<Record<string, string>>;
  /** What Azure gives a program with a managed identity. */
  readonly managedIdentityEnvironment: Readonly<Record<string, string>>;
  /** Plain http: faults, sign-in and sign-out from outside this process. */
  readonly controlUrl: string;
  readonly entra: Entra;
  readonly tokens: TokenService;
  readonly connector: Connector;
  readonly graph: Graph;
  readonly faults: Faults;
  /** The Authorization header with which Teams would send this activity to the bot. */
  authorize(
    activity: { readonly serviceUrl?: string; readonly channelId?: string },
    overrides?: TokenOverrides,
  ): Promise<string>;
  /** Back to the start: nothing asked, sent, created or broken, everyone signed in. */
  reset(): void;
  close(): Promise<void>;
}

/** Starts a Microsoft cloud on this machine. */
export async function startCloud({
  ports = {},
  serviceHosts = [],
  gate,
}: CloudOptions = {}): Promise<Cloud> {
  const keys = await processKeys();
  const faults = createFaults();
  const certificate = await keys.authority.issue();
  const open = (name: ServiceName) =>
    openHost({ port: ports[name] ?? 0, faults, certificate, gate });
  const hosts = {
    entra: await open('entra'),
    tokens: await open('tokens'),
    connector: await open('connector'),
    graph: await open('graph'),
    control: await openHost({ port: ports.control ?? 0, faults }),
  };

  const entra = serveEntra(hosts.entra, {
    key: keys.entra,
    graphUrl: hosts.graph.url,
    botScope: BOT_FRAMEWORK,
  });
  const tokens = serveTokenService(hosts.tokens, { entra, botScope: BOT_FRAMEWORK });
  const connector = serveConnector(hosts.connector, { entra, keys, botScope: BOT_FRAMEWORK });
  const graph = serveGraph(hosts.graph, entra);
  const managedIdentity = managedIdentityRoute(entra);
  serveControl(hosts.control, { faults, tokens, graph, managedIdentity });

  return {
    ca: keys.authority.ca,
    environment: {
      BOT_APP_ID,
      BOT_APP_TENANT_ID: TENANT_ID,
      BOT_APP_TYPE: 'SingleTenant',
      BOT_APP_SECRET,
      OAUTH_CONNECTION,
      CLOUD: 'custom',
      CLOUD_GRAPH_URL: graph.url,
      CLOUD_ENTRA_URL: entra.url,
      CLOUD_TOKEN_SERVICE_URL: tokens.url,
      CLOUD_BOT_OPENID_METADATA_URL: `${connector.url}/v1/.well-known/openidconfiguration`,
      CLOUD_BOT_ISSUER: BOT_FRAMEWORK,
      CLOUD_BOT_SCOPE: BOT_FRAMEWORK,
      CLOUD_SERVICE_HOSTS: [new URL(connector.url).host, ...serviceHosts].join(','),
    },
    managedIdentityEnvironment: {
      IDENTITY_ENDPOINT: `${hosts.control.url}/msi/token`,
      IDENTITY_HEADER,
    },
    controlUrl: hosts.control.url,
    entra,
    tokens,
    connector,
    graph,
    faults,
    authorize: (activity, overrides) =>
      authorizeActivity(keys, activity.serviceUrl ?? connector.serviceUrl, overrides),
    reset() {
      for (const host of Object.values(hosts)) host.forget();
      faults.clear();
      for (const service of [tokens, connector, graph]) service.reset();
    },
    async close() {
      await Promise.all(Object.values(hosts).map((host) => host.close()));
    },
  };
}
