import { createHash, randomUUID } from 'node:crypto';
import { BOT_APP_ID, TEAM, TENANT_ID } from '../../sandbox/cloud/directory.ts';
import type { Tables } from '../../src/database/tables.ts';
import { organizationKey } from '../../src/requests/connector.ts';
import type { Person } from '../../src/requests/person.ts';
import { isOpen, type Request } from '../../src/requests/request.ts';
import type { History } from './history.ts';
import type { Past } from './past.ts';
import { APPROVERS, MEASURED_PERSON } from './people.ts';

/** Every column that is not counted up, with documents as what they hold. */
export type Row<T extends keyof Tables> = Readonly<
  Record<Exclude<keyof Tables[T], 'number' | 'seq'>, unknown>
>;

type Rows = {
  readonly [T in 'form' | 'request' | 'approver' | 'attempt' | 'place']: readonly Row<T>[];
};

/** What the program would have stored of one request. */
export function rowsOf({ by, at, alone }: Past, { request, happened }: History): Rows {
  const { id, number, requestedBy, connector } = request;
  const version = happened.length;
  const form = randomUUID();
  const reference = referenceTo(by, number, alone);
  const origin = {
    chat: alone ? 'personal' : 'channel',
    reference,
    ...(!alone && { team: { id: TEAM.id, aadGroupId: TEAM.aadGroupId } }),
  };
  const shown = { reference, activityId: `${number}` };
  const endedAt = happened.at(-1)?.at ?? at;
  const posted = request.status === 'created' || request.status === 'failed';
  return {
    form: [
      {
        id: form,
        owner_id: by.id,
        owner: by,
        status: 'submitted',
        draft: {},
        notice: null,
        replaces: null,
        origin,
        place: shown,
        created_at: at,
      },
    ],
    request: [
      {
        id,
        form_id: form,
        version,
        status: request.status,
        organization: organizationKey(connector.exchangeOrganization),
        requester_id: requestedBy.id,
        executor_id: 'executor' in request ? request.executor.id : null,
        document: request,
        origin,
        expires_at: isOpen(request.status) && 'expiresAt' in request ? request.expiresAt : null,
        provision_at: null,
        publish_at: endedAt,
        published_version: version,
        publish_asked: 0,
        told_version: version,
      },
    ],
    approver: alone
      ? []
      : APPROVERS.map((person) => ({ request_id: id, person_id: person.id, person })),
    attempt: posted
      ? [
          {
            id: randomUUID(),
            request_id: id,
            baseline: [randomUUID()],
            started_at: endedAt,
            outcome: request.status === 'created' ? 'created' : 'not-executed',
            ended_at: endedAt,
          },
        ]
      : [],
    place: [
      placeRow(request, version, { id: randomUUID(), reference, ...(alone && { viewer: by.id }) }),
      ...copyFor(request, version),
    ],
  };
}

interface Place {
  readonly id: string;
  readonly reference: ReturnType<typeof referenceTo>;
  readonly viewer?: string;
}

const placeRow = (
  { id: request_id, number }: Request,
  version: number,
  place: Place,
): Row<'place'> => ({
  id: place.id,
  request_id,
  conversation_id: place.reference.conversation.id,
  reference: place.reference,
  activity_id: `${number}`,
  viewer_id: place.viewer ?? null,
  shown_version: version,
  failures: 0,
  dead: false,
});

/** The measured person, whom the program has met, has a card of each that they can decide. */
function copyFor(request: Request, version: number): readonly Row<'place'>[] {
  const viewer = MEASURED_PERSON.id;
  if (request.status !== 'waiting' || request.requestedBy.id === viewer) return [];
  return [placeRow(request, version, { id: `${request.id} ${viewer}`, reference: MET_IN, viewer })];
}

const referenceTo = ({ id }: Person, number: number, alone: boolean) => ({
  serviceUrl: 'https://teams.example/',
  channelId: 'msteams',
  bot: { id: `28:${BOT_APP_ID}`, name: 'Exchange connector' },
  conversation: {
    id: alone ? `a:${id}` : `${TEAM.id};messageid=${1_600_000_000_000 + number}`,
    conversationType: alone ? 'personal' : 'channel',
    tenantId: TENANT_ID,
    ...(!alone && { isGroup: true }),
  },
});

/** The chat of the measured person with the bot. */
export const MET_IN = referenceTo(MEASURED_PERSON, 0, true);

/** The audit as `src/requests/audit.ts` chains it. */
export class Chain {
  #previous = '';

  next({ request, happened }: History): readonly Row<'audit'>[] {
    return happened.map((happening) => {
      const entry = JSON.stringify({ request: request.id, ...happening });
      const previous = this.#previous;
      this.#previous = createHash('sha256').update(`${previous}${entry}`).digest('hex');
      return { request_id: request.id, at: happening.at, entry, previous, hash: this.#previous };
    });
  }
}
