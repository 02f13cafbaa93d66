import { EVERYONE, type Person, personByMri, TEAM, TEAM_OWNERS, TENANT_ID } from './directory.ts';
import type { Call, Reply, Route } from './http.ts';
import { placeOf } from './messages.ts';

/** Who is where. */
export interface Roster {
  /** The personal chat of `person` with the bot; the same every time. */
  personal(person: Person): string;
  people(conversationId: string): readonly Person[];
  set(conversationId: string, people: readonly Person[]): void;
  reset(): void;
}

const PERSONAL = 'a:chat-';

export function createRoster(): Roster {
  const places = new Map<string, readonly Person[]>();
  return {
    personal: (person) => `${PERSONAL}${person.mri.slice('29:'.length)}`,
    people(conversationId) {
      const place = placeOf(conversationId);
      const known = places.get(place);
      if (known) return known;
      if (!place.startsWith(PERSONAL)) return EVERYONE;
      const person = personByMri(`29:${place.slice(PERSONAL.length)}`);
      return person ? [person] : [];
    },
    set(conversationId, people) {
      places.set(placeOf(conversationId), people);
    },
    reset() {
      places.clear();
    },
  };
}

/** A person as the roster of a conversation shows them. */
function memberOf(person: Person) {
  const [givenName, surname] = person.name.split(' ');
  return {
    id: person.mri,
    name: person.name,
    givenName,
    surname,
    email: person.upn,
    userPrincipalName: person.upn,
    aadObjectId: person.aadObjectId,
    objectId: person.aadObjectId,
    tenantId: TENANT_ID,
    userRole: TEAM_OWNERS.includes(person) ? 'owner' : 'user',
  };
}

const missing = (code: string): Reply => ({
  status: 404,
  body: { error: { code, message: 'Not found' } },
});

/** Reads of people and teams. */
export function rosterRoutes(roster: Roster): readonly Route[] {
  const membersOf = ({ params }: Call) => roster.people(params.conversation ?? '').map(memberOf);

  function page(call: Call): Reply {
    const members = membersOf(call);
    const start = Number(call.query.continuationToken ?? 0);
    const end = start + Number(call.query.pageSize ?? 200);
    const more = end < members.length ? { continuationToken: `${end}` } : {};
    return { status: 200, body: { members: members.slice(start, end), ...more } };
  }

  function one(call: Call): Reply {
    const id = call.params.member ?? '';
    const member = membersOf(call).find((each) => each.id === id || each.aadObjectId === id);
    return member ? { status: 200, body: member } : missing('MemberNotFoundInConversation');
  }

  const ofTeam =
    (body: object): Route['handle'] =>
    ({ params }) =>
      params.team === TEAM.id ? { status: 200, body } : missing('TeamNotFound');

  const { id, name, aadGroupId, channels } = TEAM;
  const counts = { channelCount: channels.length, memberCount: EVERYONE.length };
  const members = '/v3/conversations/:conversation';
  const target = 'connector.members';
  return [
    { method: 'GET', path: `${members}/pagedmembers`, target, handle: page },
    {
      method: 'GET',
      path: `${members}/members`,
      target,
      handle: (call) => ({ status: 200, body: membersOf(call) }),
    },
    { method: 'GET', path: `${members}/members/:member`, target, handle: one },
    { method: 'GET', path: '/v3/teams/:team', handle: ofTeam({ id, name, aadGroupId, ...counts }) },
    {
      method: 'GET',
      path: '/v3/teams/:team/conversations',
      handle: ofTeam({ conversations: channels }),
    },
  ];
}
