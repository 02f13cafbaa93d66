import { deepStrictEqual, match, strictEqual } from 'node:assert/strict';
import type { Cloud } from '../../sandbox/cloud/cloud.ts';
import { APPROVERS_GROUP, PEOPLE, TEAM } from '../../sandbox/cloud/directory.ts';
import { CONNECTORS, callGraph, type GraphCall, graphToken } from './graph-client.ts';
import { trustedCloud } from './trusted-cloud.ts';

const CONNECTOR = {
  '@odata.type': '#microsoft.graph.deviceManagementExchangeConnector',
  exchangeConnectorType: 'hosted',
  exchangeOrganization: 'Contoso',
  exchangeAlias: 'contoso',
  primarySmtpAddress: 'admin@contoso.example',
};

describe('Graph', () => {
  let cloud: Cloud;
  before(async () => {
    cloud = await trustedCloud();
  });
  after(() => cloud.close());
  afterEach(() => cloud.reset());

  const call = async (path: string, options?: GraphCall) =>
    callGraph(cloud, await graphToken(cloud), path, options);
  const create = (body: unknown, options: GraphCall = {}) =>
    call(CONNECTORS, { method: 'POST', body, ...options });
  const asBot = async (path: string) =>
    callGraph(cloud, await cloud.entra.appToken(cloud.graph.url, ROLES), path);
  const ROLES = ['TeamMember.Read.Group', 'GroupMember.Read.All'];

  it('creates a connector', async () => {
    const { status, headers, body } = await create(CONNECTOR);

    const [connector] = cloud.graph.connectors;
    const { '@odata.type': _, ...properties } = body;
    deepStrictEqual([status, properties], [201, { ...connector }]);
    strictEqual(headers.get('location'), `${cloud.graph.url}${CONNECTORS}/${connector?.id}`);
    strictEqual(connector?.version, null);
  });

  const REFUSED = {
    'an id': { ...CONNECTOR, id: '1' },
    'an unknown property': { ...CONNECTOR, owner: 'Alex' },
    'another type': { ...CONNECTOR, '@odata.type': '#microsoft.graph.user' },
    'null for a date': { ...CONNECTOR, lastSyncDateTime: null },
    'null for a status': { ...CONNECTOR, status: null },
    'null for a connector type': { ...CONNECTOR, exchangeConnectorType: null },
    'a connector type of the future': { ...CONNECTOR, exchangeConnectorType: 'unknownFutureValue' },
    'a status of the future': { ...CONNECTOR, status: 'unknownFutureValue' },
    'a date without a zone': { ...CONNECTOR, lastSyncDateTime: '2026-01-02T03:04:05' },
    'a number for a text': { ...CONNECTOR, version: 14 },
    'a list': [CONNECTOR],
  };
  for (const [name, body] of Object.entries(REFUSED)) {
    it(`refuses ${name}`, async () => {
      const answer = await create(body);

      deepStrictEqual([answer.status, answer.body.error.code], [400, 'BadRequest']);
      strictEqual(cloud.graph.connectors.length, 0);
    });
  }

  it('takes dates with twelve fraction digits and an offset', async () => {
    const lastSyncDateTime = '2017-01-01T00:02:49.320597612345-08:00';

    const { body } = await create({ ...CONNECTOR, lastSyncDateTime });

    strictEqual(body.lastSyncDateTime, lastSyncDateTime);
  });

  it('takes JSON only', async () => {
    const { status } = await create(CONNECTOR, { type: 'text/plain' });

    strictEqual(status, 415);
  });

  it('allows one connector for an organization, whatever its case', async () => {
    cloud.graph.seed({ exchangeOrganization: 'CONTOSO' });

    const { status } = await create(CONNECTOR);

    strictEqual(status, 409);
  });

  it('lists in pages', async () => {
    for (const name of ['a', 'b', 'c']) cloud.graph.seed({ exchangeOrganization: name });
    cloud.graph.pageSize = 2;

    const first = await call(CONNECTORS);
    const second = await call(first.body['@odata.nextLink']);

    deepStrictEqual(
      [...first.body.value, ...second.body.value].map((each) => each.exchangeOrganization),
      ['a', 'b', 'c'],
    );
    strictEqual(second.body['@odata.nextLink'], undefined);
  });

  it('reads, changes, synchronises and deletes a connector', async () => {
    const { id } = cloud.graph.seed({ exchangeOrganization: 'a' });
    const path = `${CONNECTORS}/${id}`;
    const version = { version: '15.1' };

    const changed = await call(path, { method: 'PATCH', body: version });
    const synced = await call(`${path}/sync`, { method: 'POST', body: { syncType: 'fullSync' } });
    const read = await call(path);
    const deleted = await call(path, { method: 'DELETE' });
    const gone = await call(path);

    deepStrictEqual(
      [changed, synced, read, deleted, gone].map(({ status }) => status),
      [200, 204, 200, 204, 404],
    );
    deepStrictEqual([read.body.version, read.body.status], ['15.1', 'connected']);
  });

  it('says whose request it was, in headers and error', async () => {
    const id = 'f47ac10b-58cc-4372-a567-0e02b2c3d479';

    const { headers, body } = await create([], { headers: { 'client-request-id': id } });

    const { innerError } = body.error;
    deepStrictEqual([headers.get('client-request-id'), innerError['client-request-id']], [id, id]);
    strictEqual(headers.get('request-id'), innerError['request-id']);
  });

  it('refuses a person without the scope', async () => {
    const token = await graphToken(cloud, ['User.Read']);

    const { status } = await callGraph(cloud, token, CONNECTORS);

    strictEqual(status, 403);
  });

  it('refuses a token for something else', async () => {
    const token = await cloud.entra.userToken(PEOPLE.alex);

    const { status, body } = await callGraph(cloud, token, CONNECTORS);

    deepStrictEqual([status, body.error.code], [401, 'InvalidAuthenticationToken']);
  });

  it('refuses options that it would have to ignore', async () => {
    const { status } = await call(`${CONNECTORS}?$filter=status eq 'none'`);

    strictEqual(status, 400);
  });

  it('sends a claims challenge to clients that can answer it', async () => {
    cloud.faults.set('graph.create', { kind: 'claims' });
    const able = await graphToken(cloud, undefined, ['cp1']);

    const challenged = await callGraph(cloud, able, CONNECTORS, {
      method: 'POST',
      body: CONNECTOR,
    });
    const refused = await create(CONNECTOR);

    match(`${challenged.headers.get('www-authenticate')}`, /error="insufficient_claims", claims="/);
    deepStrictEqual([refused.status, refused.headers.get('www-authenticate')], [403, null]);
  });

  it('names the owners of the team to the bot', async () => {
    const { body } = await asBot(`/v1.0/teams/${TEAM.aadGroupId}/members`);

    const owners = body.value.filter((each: { roles: string[] }) => each.roles.includes('owner'));
    deepStrictEqual(
      owners.map((each: { userId: string }) => each.userId),
      [PEOPLE.megan.aadObjectId, PEOPLE.isaiah.aadObjectId],
    );
  });

  it('names the people of a group to the bot', async () => {
    const group = `/v1.0/groups/${APPROVERS_GROUP.id}/transitiveMembers`;

    const { body } = await asBot(`${group}/microsoft.graph.user?$select=id&$top=999`);

    deepStrictEqual(
      body.value.map((each: { id: string }) => each.id),
      APPROVERS_GROUP.members.map(({ aadObjectId }) => aadObjectId),
    );
  });

  it('refuses everything else to the bot', async () => {
    const { status } = await asBot(CONNECTORS);

    strictEqual(status, 403);
  });

  it('refuses the bot without the permission', async () => {
    const token = await cloud.entra.appToken(cloud.graph.url);

    const { status } = await callGraph(cloud, token, `/v1.0/teams/${TEAM.aadGroupId}/members`);

    strictEqual(status, 403);
  });
});
