import { randomUUID } from 'node:crypto';
import { TEAM } from '../../sandbox/cloud/directory.ts';
import type { Happening } from '../../src/requests/history.ts';
import type { Policy } from '../../src/requests/policy.ts';
import type { Event, Request } from '../../src/requests/request.ts';
import { begin, transition } from '../../src/requests/transition.ts';
import { DAY_MS, type Past } from './past.ts';
import { APPROVERS } from './people.ts';

/** A request as the program leaves it, and everything that happened to it. */
export interface History {
  readonly request: Request;
  readonly happened: readonly Happening[];
}

const MINUTE_MS = 60_000;

const policy = (alone: boolean): Policy => ({
  approvalsNeeded: alone ? 0 : 1,
  selfApproval: false,
  provisionAs: 'requester',
  expiresAfterMs: 3 * DAY_MS,
  remindsAfterMs: 240 * MINUTE_MS,
});

/** Lets the program's own rules make the request what it is to be. */
export function historyOf(past: Past): History {
  const { number, by, at, alone } = past;
  const begun = begin({
    id: randomUUID(),
    number,
    requestedBy: by,
    requestedAt: at,
    connector: {
      exchangeConnectorType: 'hosted',
      exchangeOrganization: `Tenant ${number}`,
      exchangeAlias: `exchange-${number}`,
      primarySmtpAddress: `exchange@tenant-${number}.example`,
      status: 'connectionPending',
    },
    policy: policy(alone),
    ...(!alone && { justification: `The migration of ${TEAM.name}, part ${number}, needs it.` }),
  });
  const events = eventsOf(past);
  const request = events.reduce<Request>((before, event) => {
    const outcome = transition(before, event);
    if (!outcome.ok) throw new Error(`${event.type} is refused: ${outcome.refusal}`);
    return outcome.request;
  }, begun.request);
  return { request, happened: [{ type: 'ask', at, by }, ...events] };
}

function eventsOf({ by, at, end, alone }: Past): readonly Event[] {
  const after = (minutes: number) => new Date(at.getTime() + minutes * MINUTE_MS);
  const [approver] = APPROVERS.filter(({ id }) => id !== by.id);
  if (!approver) throw new Error('Nobody may decide');
  const decision = { by: approver, at: after(30), mayDecide: true };
  const approved: readonly Event[] = alone ? [] : [{ type: 'approve', ...decision }];
  const reference = randomUUID().slice(0, 8);
  switch (end) {
    case 'waiting':
      return [];
    case 'blocked':
      return [
        ...approved,
        { type: 'block', at: after(31), blocker: 'consent-required', reference },
      ];
    case 'created':
      return [
        ...approved,
        {
          type: 'create',
          at: after(31),
          created: { id: randomUUID(), status: 'connectionPending' },
        },
      ];
    case 'failed':
      return [...approved, { type: 'fail', at: after(31), fault: 'not-permitted', reference }];
    case 'rejected':
      return [{ type: 'reject', ...decision, comment: 'Ask for one connector for all of them.' }];
    case 'cancelled':
      return [{ type: 'cancel', by, at: after(20) }];
    case 'expired':
      return [{ type: 'expire', at: after(3 * 24 * 60) }];
  }
}
