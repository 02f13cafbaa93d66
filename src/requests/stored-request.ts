import { z } from 'zod';
import { FAULT_CODES } from '../errors.ts';
import { CONNECTOR_STATUSES, CONNECTOR_TYPES } from './fields.ts';
import { StoredPerson } from './person.ts';
import { BLOCKERS, type Request } from './request.ts';

const moment = z.iso.datetime().transform((text) => new Date(text));
const text = z.string();

const StoredDecision = z.object({ by: StoredPerson, at: moment, comment: text.optional() });

const Asked = z.object({
  id: text,
  number: z.int(),
  requestedBy: StoredPerson,
  requestedAt: moment,
  connector: z.object({
    exchangeConnectorType: z.enum(CONNECTOR_TYPES),
    exchangeOrganization: text,
    exchangeAlias: text,
    serverName: text.optional(),
    connectorServerName: text.optional(),
    primarySmtpAddress: text.optional(),
    version: text.optional(),
    status: z.enum(CONNECTOR_STATUSES).optional(),
    lastSyncDateTime: text.optional(),
  }),
  justification: text.optional(),
  policy: z.object({
    approvalsNeeded: z.int(),
    selfApproval: z.boolean(),
    provisionAs: z.enum(['requester', 'approver']),
    expiresAfterMs: z.number(),
    remindsAfterMs: z.number().optional(),
  }),
  approvals: z.array(StoredDecision),
});
const Approved = Asked.extend({ executor: StoredPerson, doubtSince: moment.optional() });

/** A request as the database keeps it: the document that `JSON.stringify` makes of it. */
export const StoredRequest = z.discriminatedUnion('status', [
  Asked.extend({ status: z.literal('waiting'), expiresAt: moment }),
  Approved.extend({ status: z.literal('provisioning') }),
  Approved.extend({
    status: z.literal('blocked'),
    blocker: z.enum(BLOCKERS),
    expiresAt: moment,
    reference: text,
  }),
  Approved.extend({
    status: z.literal('created'),
    created: z.object({ id: text, status: text }),
    createdAt: moment,
  }),
  Approved.extend({
    status: z.literal('failed'),
    fault: z.enum(FAULT_CODES),
    failedAt: moment,
    reference: text,
    existing: text.optional(),
  }),
  Asked.extend({ status: z.literal('rejected'), rejection: StoredDecision }),
  Asked.extend({ status: z.literal('cancelled'), cancellation: StoredDecision }),
  Asked.extend({ status: z.literal('expired'), expiredAt: moment }),
]) satisfies z.ZodType<Request, unknown>;
