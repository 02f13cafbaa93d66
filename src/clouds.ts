/** The endpoints of one Microsoft cloud. Base URLs carry no trailing slash. */
export interface Cloud {
  readonly name: string;
  readonly graphUrl: string;
  readonly entraUrl: string;
  readonly tokenServiceUrl: string;
  readonly botOpenIdMetadataUrl: string;
  readonly botIssuer: string;
  readonly botScope: string;
  /** Hosts that messages may be sent to: `host`, `host:port`, or `*.host` for its subdomains. */
  readonly serviceHosts: readonly string[];
  /** Only a cloud on this machine speaks plain http, and only to this machine. */
  readonly plainHttp: boolean;
}

export const NATIONAL_CLOUDS = {
  global: {
    name: 'global',
    graphUrl: 'https://graph.microsoft.com',
    entraUrl: 'https://login.microsoftonline.com',
    tokenServiceUrl: 'https://token.botframework.com',
    botOpenIdMetadataUrl: 'https://login.botframework.com/v1/.well-known/openidconfiguration',
    botIssuer: 'https://api.botframework.com',
    botScope: 'https://api.botframework.com',
    serviceHosts: ['smba.trafficmanager.net', '*.botframework.com'],
    plainHttp: false,
  },
  'usgov-l4': {
    name: 'usgov-l4',
    graphUrl: 'https://graph.microsoft.us',
    entraUrl: 'https://login.microsoftonline.us',
    tokenServiceUrl: 'https://tokengcch.botframework.azure.us',
    botOpenIdMetadataUrl: 'https://login.botframework.azure.us/v1/.well-known/openidconfiguration',
    botIssuer: 'https://api.botframework.us',
    botScope: 'https://api.botframework.us',
    serviceHosts: [
      'smba.infra.gcc.teams.microsoft.com',
      'smba.infra.gov.teams.microsoft.us',
      '*.botframework.azure.us',
    ],
    plainHttp: false,
  },
  'usgov-l5': {
    name: 'usgov-l5',
    graphUrl: 'https://dod-graph.microsoft.us',
    entraUrl: 'https://login.microsoftonline.us',
    tokenServiceUrl: 'https://apiDoD.botframework.azure.us',
    botOpenIdMetadataUrl: 'https://login.botframework.azure.us/v1/.well-known/openidconfiguration',
    botIssuer: 'https://api.botframework.us',
    botScope: 'https://api.botframework.us',
    serviceHosts: ['smba.infra.dod.teams.microsoft.us', '*.botframework.azure.us'],
    plainHttp: false,
  },
  china: {
    name: 'china',
    graphUrl: 'https://microsoftgraph.chinacloudapi.cn',
    entraUrl: 'https://login.partner.microsoftonline.cn',
    tokenServiceUrl: 'https://token.botframework.azure.cn',
    botOpenIdMetadataUrl: 'https://login.botframework.azure.cn/v1/.well-known/openidconfiguration',
    botIssuer: 'https://api.botframework.azure.cn',
    botScope: 'https://api.botframework.azure.cn',
    serviceHosts: ['*.botframework.azure.cn', '*.teams.microsoftonline.cn'],
    plainHttp: false,
  },
} as const satisfies Record<string, Cloud>;

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whether a URL leads to this machine. */
export const isLoopback = (url: URL): boolean => LOOPBACK.has(url.hostname);

/** Whether messages, and with them the bot's token, may be sent to this service URL. */
export function isServiceUrl(cloud: Cloud, serviceUrl: unknown): boolean {
  if (typeof serviceUrl !== 'string' || !URL.canParse(serviceUrl)) return false;
  const url = new URL(serviceUrl);
  if (url.username || url.password) return false;
  const plain = url.protocol === 'http:' && cloud.plainHttp && isLoopback(url);
  if (url.protocol !== 'https:' && !plain) return false;
  return cloud.serviceHosts.some((host) => matchesHost(host.toLowerCase(), url));
}

function matchesHost(pattern: string, url: URL): boolean {
  const [host = '', port] = pattern.split(':');
  const usual = url.protocol === 'https:' ? '443' : '80';
  if (port !== undefined && port !== (url.port || usual)) return false;
  return host.startsWith('*.') ? url.hostname.endsWith(host.slice(1)) : url.hostname === host;
}
