import type { Cloud } from '../../sandbox/cloud/cloud.ts';
import { PEOPLE, type Person } from '../../sandbox/cloud/directory.ts';
import { processKeys } from '../../sandbox/cloud/keys.ts';
import { createTokenIssuer } from '../../sandbox/cloud/token-issuer.ts';

export const CONNECTORS = '/beta/deviceManagement/exchangeConnectors';
export const SCOPE = 'DeviceManagementServiceConfig.ReadWrite.All';

export interface GraphCall {
  readonly method?: string;
  readonly body?: unknown;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The token of `person` for Graph, as an exchange would give it. */
export async function graphToken(
  cloud: Cloud,
  scopes: readonly string[] = [SCOPE],
  capabilities: readonly string[] = [],
  person: Person = PEOPLE.alex,
): Promise<string> {
  const issuer = createTokenIssuer(cloud.entra.url, (await processKeys()).entra);
  const of = { oid: person.aadObjectId, sub: person.upn };
  return issuer.onBehalfOf({ of, audience: cloud.graph.url, scopes, capabilities });
}

/** One call to the cloud's Graph, with whatever token. */
export async function callGraph(cloud: Cloud, token: string, path: string, call: GraphCall = {}) {
  const { method = 'GET', body, type = 'application/json', headers = {} } = call;
  const url = path.startsWith('http') ? path : `${cloud.graph.url}${path}`;
  const answer = await fetch(url, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': type, ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return {
    status: answer.status,
    headers: answer.headers,
    body: text.startsWith('{') ? JSON.parse(text) : undefined,
  };
}
