import assert from 'node:assert/strict';
import { type Kysely, sql } from 'kysely';
import { BOT_APP_ID, PEOPLE, TEAM } from '../../sandbox/cloud/directory.ts';
import { placePart } from '../../src/bot/places.ts';
import type { Tables } from '../../src/database/tables.ts';
import { advance } from '../../src/requests/advance.ts';
import { beginAttempt, endAttempt } from '../../src/requests/attempts.ts';
import { Changes } from '../../src/requests/changes.ts';
import { FormStore } from '../../src/requests/form-store.ts';
import { Leases } from '../../src/requests/leases.ts';
import { alone } from '../../src/requests/part.ts';
import type { Policy } from '../../src/requests/policy.ts';
import type { Event } from '../../src/requests/request.ts';
import { RequestStore } from '../../src/requests/request-store.ts';
import { FakeJobs, newId } from '../requests/desk.ts';
import { aPolicy, aRequest } from '../support/requests.ts';
import { stored as known } from './roles.ts';

const HOUR_MS = 3_600_000;
const [alex, megan, isaiah, lynne] = [PEOPLE.alex, PEOPLE.megan, PEOPLE.isaiah, PEOPLE.lynne].map(
  known,
) as [Known, Known, Known, Known]; // as many as were given
type Known = ReturnType<typeof known>;

/** What has happened to a request in each state, once Megan had approved it. */
function events(state: string, at: Date): readonly Event[] {
  const approved = { type: 'approve', by: isaiah, at, mayDecide: true } as const;
  const blocked = { type: 'block', at, blocker: 'consent-required', reference: 'r' } as const;
  const doubted = { type: 'doubt', at } as const;
  const histories: Readonly<Record<string, readonly Event[]>> = {
    waiting: [],
    provisioning: [approved],
    'in-doubt': [approved, doubted],
    blocked: [approved, blocked],
    'blocked-in-doubt': [approved, doubted, blocked],
    created: [approved, { type: 'create', at, created: { id: newId('c'), status: 'connected' } }],
    failed: [approved, { type: 'fail', at, fault: 'not-permitted', reference: 'r' }],
    rejected: [{ type: 'reject', by: isaiah, at, mayDecide: true, comment: 'No' }],
    cancelled: [{ type: 'cancel', by: alex, at }],
    expired: [{ type: 'expire', at: new Date(at.getTime() + 2 * HOUR_MS) }],
  };
  const history = histories[state];
  if (!history) throw new Error(`No state ${state}`);
  return history;
}

/** Puts requests of Alex's in a bot's database into any state, without a job that would go on. */
export function requestMaker(db: Kysely<Tables>, serviceUrl: string) {
  const store = new RequestStore(db, new FakeJobs(), new Changes());
  const forms = new FormStore(db, newId, () => new Date());
  const leases = new Leases(db, newId, () => undefined);

  /** The id of a new request in this state, shown in this conversation of the team. */
  return async (state: string, provisionAs: Policy['provisionAs'], conversationId: string) => {
    const id = newId('request');
    if (state === 'unknown') return id;
    const at = new Date();
    const reference = {
      serviceUrl,
      channelId: 'msteams',
      bot: { id: `28:${BOT_APP_ID}` },
      conversation: { id: conversationId, conversationType: 'channel' },
    };
    const origin = {
      chat: 'channel',
      reference,
      team: { id: TEAM.id, aadGroupId: TEAM.aadGroupId },
    };
    const { connector } = aRequest('waiting');
    const creation = await store.create({
      formId: await forms.open({ owner: alex, origin, draft: {} }),
      asked: {
        id,
        requestedBy: alex,
        requestedAt: at,
        connector: { ...connector, exchangeOrganization: id },
        policy: aPolicy({ approvalsNeeded: 2, provisionAs, expiresAfterMs: 2 * HOUR_MS }),
        justification: 'Because of the test.',
      },
      approvers: [megan, isaiah, lynne],
      origin,
      parts: [
        placePart({
          id: newId('place'),
          reference,
          activityId: undefined,
          viewerId: undefined,
        }),
      ],
    });
    if (!creation.ok) throw new Error(creation.because);
    let { stored } = creation;
    const first = { type: 'approve', by: megan, at, mayDecide: true } as const;
    // Nobody shall take up by themselves what is not due for an hour.
    for (const event of [first, ...events(state, new Date(at.getTime() + HOUR_MS))]) {
      const outcome = await advance(store, stored, event);
      if (!outcome.ok) throw new Error(`${state}: ${outcome.refusal}`);
      stored = outcome.stored;
    }
    if (state.includes('doubt')) {
      const startedAt = new Date(at.getTime() - HOUR_MS);
      const then = () => sql<Date>`${startedAt}::timestamptz`;
      const attempt = { id: newId('attempt'), baseline: [] };
      const { lease } = (await leases.claim('provision', id)) ?? {};
      assert.ok(lease && (await beginAttempt(db, lease, id, attempt, then)));
      await alone(db, id, endAttempt(attempt.id, 'unknown', then));
      await lease.release();
    }
    await store.markPublished(id, stored.version);
    return id;
  };
}
