import type { DeviceManagementExchangeConnector as Resource } from '@microsoft/microsoft-graph-types-beta';
import { Fault, type FaultCode } from '../errors.ts';
import type { GraphReply } from './graph-client.ts';
import { claimsChallenge, GraphRefusal } from './graph-error.ts';

/** What a refused POST means; everything that is no clear refusal may have been executed. */
export function createFault(reply: GraphReply, connector: Resource): Fault {
  return refused(reply, createCode(reply, connector), { repeats: true });
}

function createCode({ status }: GraphReply, { exchangeConnectorType }: Resource): FaultCode {
  if (status === 403 && exchangeConnectorType === 'onPremises') return 'retired';
  if (status === 409) return 'already-exists';
  const unclear = status < 400 || status >= 500 || status === 408;
  return refusalCode(status) ?? (unclear ? 'outcome-unknown' : 'invalid-connector');
}

/** What a refused listing means. */
export const listFault = (reply: GraphReply): Fault =>
  refused(reply, refusalCode(reply.status) ?? 'graph-unavailable');

/** A claims challenge that is still there after a new token needs the person, whatever its status. */
const refused = (reply: GraphReply, code: FaultCode, { repeats = false } = {}): Fault =>
  new Fault(
    claimsChallenge(reply) === undefined ? code : 'interaction-required',
    new GraphRefusal(reply, { repeats }),
  );

/** The refusals that mean the same whatever was asked. */
function refusalCode(status: number): FaultCode | undefined {
  switch (status) {
    case 401:
      return 'sign-in-expired';
    case 403:
      return 'not-permitted';
    case 404:
    case 405:
    case 410:
      return 'not-supported';
    case 429:
      return 'throttled';
    default:
      return undefined;
  }
}
