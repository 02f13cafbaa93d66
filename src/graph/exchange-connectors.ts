import type { DeviceManagementExchangeConnector as Resource } from '@microsoft/microsoft-graph-types-beta';
import { Fault } from '../errors.ts';
import { createFault, listFault } from './exchange-connector-faults.ts';
import {
  ConnectorReply,
  ConnectorsReply,
  type ExistingConnector,
  type ListedConnector,
} from './exchange-connector-replies.ts';
import type { GraphReply, GraphSend } from './graph-client.ts';
import { claimsChallenge, GraphRefusal } from './graph-error.ts';
import type { GetToken } from './kept-token.ts';
import { Unreachable } from './last-handler.ts';
import { readPages } from './pages.ts';

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

/**
 * Creates the connector with one POST that is never repeated after it may have been executed.
 * `attemptId` becomes `client-request-id`; `maySend` is asked right before anything leaves, as
 * getting a token may have taken long. Throws a Fault; `outcome-unknown` means that the connector
 * may exist.
 */
export async function createConnector(
  send: GraphSend,
  getToken: GetToken,
  connector: NewConnector,
  attemptId: string,
  maySend: () => boolean,
): Promise<ExistingConnector> {
  const body = { '@odata.type': TYPE, ...connector } satisfies Resource & { '@odata.type': string };
  const reply = await authorized(getToken, async (token) => {
    if (!maySend()) throw new Fault('graph-unavailable', new Error('Too late to send'));
    try {
      return await send({ method: 'post', path: PATH, token, id: attemptId, body });
    } catch (error) {
      const sent = !(error instanceof Unreachable) || error.sent;
      throw new Fault(sent ? 'outcome-unknown' : 'graph-unavailable', error);
    }
  });
  if (reply.status !== 201) throw createFault(reply, connector);
  const created = ConnectorReply.safeParse(reply.body);
  if (!created.success) throw new Fault('outcome-unknown', created.error);
  return created.data;
}

/** Reads a connector as it is now. Throws a Fault. */
export async function getConnector(
  send: GraphSend,
  getToken: GetToken,
  connectorId: string,
  callId: string,
): Promise<ExistingConnector> {
  const path = `${PATH}/${encodeURIComponent(connectorId)}`;
  const reply = await read(send, getToken, path, () => callId);
  const found = ConnectorReply.safeParse(reply.body);
  if (reply.status === 200 && found.success) return found.data;
  throw new Fault('graph-unavailable', new GraphRefusal(reply));
}

/**
 * Reads all connectors of the tenant that the person may see. Throws a Fault rather than return
 * some of them.
 */
export async function listConnectors(
  send: GraphSend,
  getToken: GetToken,
  newId: () => string,
): Promise<readonly ListedConnector[]> {
  try {
    const items = await readPages(async (path) => {
      const reply = await read(send, getToken, path, newId);
      if (reply.status !== 200) throw listFault(reply);
      return reply.body;
    }, PATH);
    return ConnectorsReply.parse(items);
  } catch (error) {
    throw error instanceof Fault ? error : new Fault('graph-unavailable', error);
  }
}

/** One GET; it changes nothing, so a missing reply leaves nothing in doubt. */
function read(
  send: GraphSend,
  getToken: GetToken,
  path: string,
  newId: () => string,
): Promise<GraphReply> {
  return authorized(getToken, async (token) => {
    try {
      return await send({ method: 'get', path, token, id: newId() });
    } catch (error) {
      throw new Fault('graph-unavailable', error);
    }
  });
}

/** A call refused for its claims was not executed: it is made once more with a token that has them. */
async function authorized(
  getToken: GetToken,
  call: (token: string) => Promise<GraphReply>,
): Promise<GraphReply> {
  const reply = await call(await getToken());
  const claims = claimsChallenge(reply);
  return claims === undefined ? reply : call(await getToken(claims));
}
