import type { ConnectorClient, ConnectorFactory } from 'botframework-connector';

/** Teams has a handful of service URLs for one tenant. */
const MAX_CLIENTS = 100;

/** One client of the Bot connector for each service URL: to build one takes longer than to use it. */
export class ConnectorClients {
  readonly #factory: ConnectorFactory;
  readonly #scope: string;
  readonly #built: (client: ConnectorClient) => void;
  readonly #clients = new Map<string, Promise<ConnectorClient>>();

  /** `built` is handed each client before its first call. */
  constructor(factory: ConnectorFactory, scope: string, built: (client: ConnectorClient) => void) {
    this.#factory = factory;
    this.#scope = scope;
    this.#built = built;
  }

  find(serviceUrl: string): Promise<ConnectorClient> {
    const known = this.#clients.get(serviceUrl);
    if (known !== undefined) return known;
    if (this.#clients.size >= MAX_CLIENTS) this.#clients.clear();
    const client = this.#build(serviceUrl);
    this.#clients.set(serviceUrl, client);
    client.catch(() => this.#clients.delete(serviceUrl));
    return client;
  }

  async #build(serviceUrl: string): Promise<ConnectorClient> {
    const client = await this.#factory.create(serviceUrl, this.#scope);
    this.#built(client);
    return client;
  }
}
