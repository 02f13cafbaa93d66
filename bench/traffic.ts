export const SERVICES = ['graph', 'tokens', 'entra', 'connector'] as const;
export type CloudService = (typeof SERVICES)[number];
export type PerService = Readonly<Record<CloudService, number>>;

/** What the cloud has counted since it began. */
export interface Traffic {
  readonly requests: PerService;
  readonly connections: PerService;
}

export const NOTHING: PerService = { graph: 0, tokens: 0, entra: 0, connector: 0 };

export const mapServices = (of: (service: CloudService) => number): PerService => ({
  graph: of('graph'),
  tokens: of('tokens'),
  entra: of('entra'),
  connector: of('connector'),
});

export const plus = (a: Traffic, b: Traffic): Traffic => combine(a, b, 1);
export const minus = (a: Traffic, b: Traffic): Traffic => combine(a, b, -1);

const combine = (a: Traffic, b: Traffic, sign: 1 | -1): Traffic => ({
  requests: mapServices((service) => a.requests[service] + sign * b.requests[service]),
  connections: mapServices((service) => a.connections[service] + sign * b.connections[service]),
});
