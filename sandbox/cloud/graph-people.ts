import {
  APPROVERS_GROUP,
  EVERYONE,
  type Person,
  TEAM,
  TEAM_OWNERS,
  TENANT_ID,
} from './directory.ts';
import { graphError, page } from './graph-http.ts';
import type { Call, Reply, Route } from './http.ts';

export interface GraphPeopleOptions {
  readonly url: string;
  readonly pageSize: () => number;
}

const teamMember = (person: Person) => ({
  '@odata.type': '#microsoft.graph.aadUserConversationMember',
  id: Buffer.from(`${TEAM.aadGroupId}##${person.aadObjectId}`).toString('base64'),
  roles: TEAM_OWNERS.includes(person) ? ['owner'] : [],
  displayName: person.name,
  userId: person.aadObjectId,
  email: person.upn,
  tenantId: TENANT_ID,
});

const user = (person: Person) => ({
  '@odata.type': '#microsoft.graph.user',
  id: person.aadObjectId,
  displayName: person.name,
  userPrincipalName: person.upn,
  mail: person.upn,
});

/** A group inside the group, which a listing without a cast shows among the people. */
const nestedGroup = {
  '@odata.type': '#microsoft.graph.group',
  id: '7b2e9f4c-0d63-4a85-91c7-e5f8a3b6d204',
  displayName: 'Exchange operators',
};

/** Members of the team and the group, for the bot's own token with the right role. */
export function peopleRoutes({ url, pageSize }: GraphPeopleOptions): readonly Route[] {
  const ofApp =
    (role: string, id: string, items: readonly object[]): Route['handle'] =>
    (call: Call): Reply => {
      const roles = call.claims?.roles;
      if (!Array.isArray(roles) || !roles.includes(role)) {
        return graphError(403, 'Authorization_RequestDenied', 'Insufficient privileges', call);
      }
      if (call.params.id === id) return page(url, items, pageSize(), call);
      return graphError(404, 'Request_ResourceNotFound', `No ${call.params.id}`, call);
    };

  const users = APPROVERS_GROUP.members.map(user);
  const group = '/v1.0/groups/:id/transitiveMembers';
  const target = 'graph.members';
  return [
    {
      method: 'GET',
      path: '/v1.0/teams/:id/members',
      target,
      handle: ofApp('TeamMember.Read.Group', TEAM.aadGroupId, EVERYONE.map(teamMember)),
    },
    {
      method: 'GET',
      path: group,
      target,
      handle: ofApp('GroupMember.Read.All', APPROVERS_GROUP.id, [nestedGroup, ...users]),
    },
    {
      method: 'GET',
      path: `${group}/microsoft.graph.user`,
      target,
      handle: ofApp('GroupMember.Read.All', APPROVERS_GROUP.id, users),
    },
  ];
}
