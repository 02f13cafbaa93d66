import type {
  DeviceManagementExchangeConnectorStatus,
  DeviceManagementExchangeConnector as Resource,
} from '@microsoft/microsoft-graph-types-beta';
import { z } from 'zod';
import { Fault, type FaultCode } from '../errors.ts';
import { type GraphReply, type GraphSend, Unreachable } from './graph-client.ts';
import { claimsChallenge, GraphRefusal } from './graph-error.ts';

const PATH = '/beta/deviceManagement/exchangeConnectors';
const TYPE = '#microsoft.graph.deviceManagementExchangeConnector';

/** The properties of a connector to be; what a person left empty is absent, never null. */
export type NewConnector = Pick<
  Resource,
  | 'exchangeConnectorType'
  | 'exchangeOrganization'
  | 'exchangeAlias'
  | 'serverName'
  | 'connectorServerName'
  | 'primarySmtpAddress'
  | 'version'
  | 'status'
  | 'lastSyncDateTime'
>;

/** What people are shown of a connector at Graph; `status` is `unknown` for one newer than this bot. */
export interface ExistingConnector {
  readonly id: string;
  readonly status: string;
}

/** Gets the executor's Graph token; `claims` is a challenge that the new token must meet. */
export type PersonToken = (claims?: string) => Promise<string>;

const STATUSES: readonly string[] = [
  'none',
  'connectionPending',
  'connected',
  'disconnected',
] satisfies DeviceManagementExchangeConnectorStatus[];

/** Read leniently: Graph may grow statuses that this version does not know. */
const Reply = z.object({
  id: z.string().min(1),
  status: z
    .string()
    .nullish()
    .transform((status) => (status && STATUSES.includes(status) ? status : 'unknown')),
}) satisfies z.ZodType<ExistingConnector, unknown>;

/**
 * Creates the connector with one POST that is never repeated after it may have been executed.
 * `attemptId` becomes `client-request-id`. Throws a Fault; `outcome-unknown` means that the
 * connector may exist.
 */
export async function createConnector(
  send: GraphSend,
  getToken: PersonToken,
  connector: NewConnector,
  attemptId: string,
): Promise<ExistingConnector> {
  const body = { '@odata.type': TYPE, ...connector } satisfies Resource & { '@odata.type': string };
  const reply = await authorized(getToken, async (token) => {
    try {
      return await send({ method: 'post', path: PATH, token, id: attemptId, body });
    } catch (error) {
      const sent = !(error instanceof Unreachable) || error.sent;
      throw new Fault(sent ? 'outcome-unknown' : 'graph-unavailable', error);
    }
  });
  if (claimsChallenge(reply)) throw new Fault('interaction-required', new GraphRefusal(reply));
  if (reply.status !== 201) {
    throw new Fault(createFault(reply.status, connector), new GraphRefusal(reply));
  }
  const created = Reply.safeParse(reply.body);
  if (!created.success) throw new Fault('outcome-unknown', created.error);
  return created.data;
}

/** What a refused POST means; everything that is no clear refusal may have been executed. */
function createFault(status: number, { exchangeConnectorType }: NewConnector): FaultCode {
  switch (status) {
    case 401:
      return 'sign-in-expired';
    case 403:
      return exchangeConnectorType === 'onPremises' ? 'retired' : 'not-permitted';
    case 404:
    case 405:
    case 410:
      return 'not-supported';
    case 409:
      return 'already-exists';
    case 429:
      return 'throttled';
    default:
      return status >= 400 && status < 500 && status !== 408
        ? 'invalid-connector'
        : 'outcome-unknown';
  }
}

/** Reads a connector as it is now. Throws a Fault. */
export async function getConnector(
  send: GraphSend,
  getToken: PersonToken,
  connectorId: string,
  callId: string,
): Promise<ExistingConnector> {
  const path = `${PATH}/${encodeURIComponent(connectorId)}`;
  const reply = await authorized(getToken, async (token) => {
    try {
      return await send({ method: 'get', path, token, id: callId });
    } catch (error) {
      throw new Fault('graph-unavailable', error);
    }
  });
  const found = Reply.safeParse(reply.body);
  if (reply.status === 200 && found.success) return found.data;
  throw new Fault('graph-unavailable', new GraphRefusal(reply));
}

/** A call refused for its claims was not executed: it is made once more with a token that has them. */
async function authorized(
  getToken: PersonToken,
  call: (token: string) => Promise<GraphReply>,
): Promise<GraphReply> {
  const reply = await call(await getToken());
  const claims = claimsChallenge(reply);
  return claims === undefined ? reply : call(await getToken(claims));
}
