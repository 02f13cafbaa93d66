import fc from 'fast-check';
import { FAULT_CODES } from '../../src/errors.ts';
import { CONNECTOR_STATUSES, CONNECTOR_TYPES } from '../../src/requests/fields.ts';
import { BLOCKERS, type Decision, type Event, type Request } from '../../src/requests/request.ts';
import { ADELE, ALEX, later, MEGAN } from '../support/requests.ts';

/** All the states that a request can be in. */
export const STATUSES = [
  'waiting',
  'provisioning',
  'blocked',
  'created',
  'failed',
  'rejected',
  'cancelled',
  'expired',
] as const satisfies readonly Request['status'][];

export const PEOPLE = [ALEX, MEGAN, ADELE, { id: 'lynne', name: 'Lynne Robbins', mri: '29:lynne' }];

const person = fc.constantFrom(...PEOPLE);
const text = fc.string({ unit: 'grapheme' });
const moment = fc.integer({ min: 0, max: 1e11 }).map(later);
const optional = <T>(given: fc.Arbitrary<T>) => fc.option(given, { nil: undefined });
const decision: fc.Arbitrary<Decision> = fc.record(
  { by: person, at: moment, comment: text },
  { requiredKeys: ['by', 'at'] },
);

const connector = fc.record(
  {
    exchangeConnectorType: fc.constantFrom(...CONNECTOR_TYPES),
    exchangeOrganization: text,
    exchangeAlias: text,
    serverName: text,
    connectorServerName: text,
    primarySmtpAddress: text,
    version: text,
    status: fc.constantFrom(...CONNECTOR_STATUSES),
    lastSyncDateTime: text,
  },
  { requiredKeys: ['exchangeConnectorType', 'exchangeOrganization', 'exchangeAlias'] },
);

const policy = fc.record(
  {
    approvalsNeeded: fc.integer({ min: 0, max: 5 }),
    selfApproval: fc.boolean(),
    provisionAs: fc.constantFrom('requester' as const, 'approver' as const),
    expiresAfterMs: fc.integer({ min: 1 }),
    remindsAfterMs: fc.integer({ min: 1 }),
  },
  { requiredKeys: ['approvalsNeeded', 'selfApproval', 'provisionAs', 'expiresAfterMs'] },
);

const asked = fc.record({
  id: text,
  number: fc.integer({ min: 1 }),
  requestedBy: person,
  requestedAt: moment,
  connector,
  justification: optional(text),
  policy,
  approvals: fc.uniqueArray(decision, { selector: ({ by }) => by.id }),
});
const approved = fc
  .record({ asked, executor: person, doubtSince: optional(moment) })
  .map((given) => ({ ...given.asked, executor: given.executor, doubtSince: given.doubtSince }));

type Drawn<A> = A extends fc.Arbitrary<infer T> ? T : never;

const requestFacts = fc.record({
  status: fc.constantFrom(...STATUSES),
  asked,
  approved,
  at: moment,
  decision,
  text,
  existing: optional(text),
  blocker: fc.constantFrom(...BLOCKERS),
  fault: fc.constantFrom(...FAULT_CODES),
});

function requestOf({ status, ...given }: Drawn<typeof requestFacts>): Request {
  const { at } = given;
  switch (status) {
    case 'waiting':
      return { ...given.asked, status, expiresAt: at };
    case 'provisioning':
      return { ...given.approved, status };
    case 'blocked':
      return {
        ...given.approved,
        status,
        blocker: given.blocker,
        expiresAt: at,
        reference: given.text,
      };
    case 'created':
      return {
        ...given.approved,
        status,
        created: { id: given.text, status: 'none' },
        createdAt: at,
      };
    case 'failed':
      return {
        ...given.approved,
        status,
        fault: given.fault,
        failedAt: at,
        reference: given.text,
        existing: given.existing,
      };
    case 'rejected':
      return { ...given.asked, status, rejection: given.decision };
    case 'cancelled':
      return { ...given.asked, status, cancellation: given.decision };
    case 'expired':
      return { ...given.asked, status, expiredAt: at };
  }
}

/** Any request, in any state. */
export const anyRequest = requestFacts.map(requestOf);

const eventFacts = fc.record({
  type: fc.constantFrom(
    ...([
      'approve',
      'reject',
      'cancel',
      'expire',
      'block',
      'complete',
      'doubt',
      'clear-doubt',
      'create',
      'fail',
      'retry',
    ] as const satisfies readonly Event['type'][]),
  ),
  decision,
  mayDecide: fc.boolean(),
  text,
  existing: optional(text),
  blocker: fc.constantFrom(...BLOCKERS),
  fault: fc.constantFrom(...FAULT_CODES),
});

function eventOf({
  type,
  decision: { by, at, comment },
  ...given
}: Drawn<typeof eventFacts>): Event {
  switch (type) {
    case 'approve':
    case 'reject':
      return { type, by, at, comment, mayDecide: given.mayDecide };
    case 'cancel':
      return { type, by, at, comment };
    case 'complete':
    case 'retry':
      return { type, by, at };
    case 'expire':
    case 'doubt':
    case 'clear-doubt':
      return { type, at };
    case 'block':
      return { type, at, blocker: given.blocker, reference: given.text };
    case 'create':
      return { type, at, created: { id: given.text, status: 'none' } };
    case 'fail':
      return {
        type,
        at,
        fault: given.fault,
        reference: given.text,
        existing: given.existing,
      };
  }
}

/** Any event, by anybody. */
export const anyEvent = eventFacts.map(eventOf);

/** Without the fields that are undefined, which JSON does not know. */
export const present = <T extends object>(given: T): object =>
  Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) => {
      if (value === undefined) return [];
      const plain = typeof value === 'object' && !(value instanceof Date) && !Array.isArray(value);
      if (Array.isArray(value)) return [[name, value.map((each) => present(Object(each)))]];
      return [[name, plain ? present(Object(value)) : value]];
    }),
  );
