import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Cloud } from '../../sandbox/cloud/cloud.ts';
import { APPROVERS_GROUP, BOT_OBJECT_ID, PEOPLE, TEAM } from '../../sandbox/cloud/directory.ts';
import type { Fault as CloudFault } from '../../sandbox/cloud/fault-catalogue.ts';
import { parseConfig } from '../../src/config.ts';
import { Fault } from '../../src/errors.ts';
import { type AppToken, appCredential, appToken } from '../../src/graph/app-credential.ts';
import { type GraphSend, graphClient } from '../../src/graph/graph-client.ts';
import { GraphRefusal, retryAfterMs } from '../../src/graph/graph-error.ts';
import { type DirectoryPerson, groupMembers, teamOwners } from '../../src/graph/people.ts';
import { trustedCloud } from '../sandbox/trusted-cloud.ts';

const NOBODY = '00000000-0000-4000-8000-000000000000';

type People = readonly DirectoryPerson[] | GraphRefusal;

describe('people at Graph', () => {
  let cloud: Cloud;
  before(async () => {
    cloud = await trustedCloud();
  });
  beforeEach(() => cloud.reset());
  after(() => cloud.close());

  /** The real client and the app's own token, unless another is given. */
  function asBot(given?: AppToken, timeout = 'PT2S') {
    const config = parseConfig({ ...cloud.environment, GRAPH_TIMEOUT: timeout });
    const { timeoutMs } = config.graph;
    const token =
      given ?? appToken(appCredential(config), config.cloud.graphUrl, timeoutMs, () => new Date());
    const send = graphClient(config);
    return {
      owners: (team = TEAM.aadGroupId) => teamOwners(send, token, team, randomUUID),
      members: (group: string = APPROVERS_GROUP.id) => groupMembers(send, token, group, randomUUID),
    };
  }
  const failure = async (reading: Promise<People>): Promise<Fault> => {
    const error = await reading.then(
      () => assert.fail('It was read'),
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof Fault, String(error));
    return error;
  };
  const refusal = async (reading: Promise<People>): Promise<GraphRefusal> => {
    const refused = await reading;
    assert.ok(refused instanceof GraphRefusal, 'It was read');
    return refused;
  };
  const known = ({
    aadObjectId,
    name,
  }: {
    readonly aadObjectId: string;
    readonly name: string;
  }) => ({
    id: aadObjectId,
    name,
  });

  it('are the owners of a team, not its other members', async () => {
    const owners = await asBot().owners();

    assert.deepEqual(owners, [known(PEOPLE.megan), known(PEOPLE.isaiah)]);
  });

  it('are the people of a group, not the groups within it', async () => {
    const members = await asBot().members();

    assert.deepEqual(members, [known(PEOPLE.patti), known(PEOPLE.lynne)]);
  });

  it('are read from all pages, each with an id of its own', async () => {
    cloud.graph.pageSize = 1;

    const [owners, members] = [await asBot().owners(), await asBot().members()];

    assert.deepEqual(owners, [known(PEOPLE.megan), known(PEOPLE.isaiah)]);
    assert.deepEqual(members, [known(PEOPLE.patti), known(PEOPLE.lynne)]);
    const ids = cloud.graph.requests.map(({ headers }) => headers['client-request-id']);
    assert.deepEqual([ids.length, new Set(ids).size], [9, 9]);
  });

  it('are read with the rights of the bot', async () => {
    await asBot().owners();

    const [request] = cloud.graph.requests;
    assert.deepEqual(
      [request?.claims?.oid, request?.claims?.idtyp, request?.path],
      [BOT_OBJECT_ID, 'app', `/v1.0/teams/${TEAM.aadGroupId}/members`],
    );
  });

  describe('in a reply', () => {
    const answering =
      (value: unknown): GraphSend =>
      async () => ({ status: 200, headers: new Headers(), body: { value } });
    const token = async () => 'token';
    const owners = (value: unknown) => teamOwners(answering(value), token, 'team', randomUUID);
    const members = (value: unknown) => groupMembers(answering(value), token, 'group', randomUUID);
    const user = '#microsoft.graph.user';

    it('have ids in lower case', async () => {
      const name = 'Alex';

      const [owner, member] = await Promise.all([
        owners([{ userId: 'A1-B2', displayName: name, roles: ['owner'] }]),
        members([{ '@odata.type': user, id: 'A1-B2', displayName: name }]),
      ]);

      assert.deepEqual([owner, member], [[{ id: 'a1-b2', name }], [{ id: 'a1-b2', name }]]);
    });

    it('may have no name that the bot is told', async () => {
      const [owner, member] = await Promise.all([
        owners([{ userId: 'a', roles: ['owner'] }]),
        members([{ '@odata.type': user, id: 'a', displayName: null }]),
      ]);

      assert.deepEqual(
        [owner, member],
        [[{ id: 'a', name: undefined }], [{ id: 'a', name: undefined }]],
      );
    });

    it('are no owners in any other role, nor when Entra does not know them', async () => {
      const listed = await owners([
        { userId: 'a', roles: ['guest'] },
        { userId: 'b', roles: [] },
        { userId: 'c', roles: null },
        { userId: 'd' },
        { userId: null, roles: ['owner'] },
        { roles: ['owner'] },
      ]);

      assert.deepEqual(listed, []);
    });

    it('are told from everything else that can be in a group', async () => {
      const kinds = ['group', 'device', 'servicePrincipal', 'orgContact', 'quantum'];

      const listed = await members([
        ...kinds.map((kind) => ({ '@odata.type': `#microsoft.graph.${kind}`, id: kind })),
        { '@odata.type': user, id: 'a', displayName: 'Alex' },
      ]);

      assert.deepEqual(listed, [{ id: 'a', name: 'Alex' }]);
    });

    const invalid: readonly (readonly [what: string, value: unknown])[] = [
      ['no list', 'none'],
      ['null among them', [null]],
      ['a text among them', ['Alex']],
      ['a number for a name', [{ '@odata.type': user, id: 'a', displayName: 1, roles: ['owner'] }]],
    ];
    for (const [what, value] of invalid) {
      it(`are not known from ${what}`, async () => {
        assert.equal((await failure(owners(value))).code, 'graph-unavailable');
        assert.equal((await failure(members(value))).code, 'graph-unavailable');
      });
    }

    it('are not known from a member of a group whose kind is not said', async () => {
      assert.equal((await failure(members([{ id: 'a' }]))).code, 'graph-unavailable');
    });
  });

  it('are refused to a bot without the permission', async () => {
    const bot = asBot(() => cloud.entra.appToken(cloud.graph.url));

    const [owners, members] = [await refusal(bot.owners()), await refusal(bot.members())];

    assert.deepEqual([owners.status, members.status], [403, 403]);
    assert.equal(owners.code, 'Authorization_RequestDenied');
    assert.ok(owners.requestId);
  });

  it('are refused where there is no such team or group', async () => {
    const bot = asBot();

    const [owners, members] = [
      await refusal(bot.owners(NOBODY)),
      await refusal(bot.members(NOBODY)),
    ];

    assert.deepEqual([owners.status, members.status], [404, 404]);
  });

  it('do not let an id lead to another place', async () => {
    await refusal(asBot().members('a/b?c=d'));

    assert.equal(cloud.graph.requests[0]?.path, '/v1.0/groups/a%2Fb%3Fc%3Dd/transitiveMembers');
  });

  for (const status of [400, 401, 403, 404, 410]) {
    it(`are refused with ${status}`, async () => {
      cloud.faults.set('graph.members', { kind: 'refuse', status, code: 'No', message: 'No' });

      assert.equal((await refusal(asBot().owners())).status, status);
      assert.equal(cloud.graph.requests.length, 1);
    });
  }

  const unavailable: readonly CloudFault[] = [
    { kind: 'throttled-silent' },
    { kind: 'status', status: 408 },
    { kind: 'status', status: 500 },
    { kind: 'status', status: 503 },
    { kind: 'html-504' },
    { kind: 'reset-before' },
    { kind: 'reset-after' },
  ];
  for (const fault of unavailable) {
    const what = fault.kind === 'status' ? fault.status : fault.kind;
    it(`are unavailable, not refused, after ${what}`, async () => {
      cloud.faults.set('graph.members', fault);

      assert.equal((await failure(asBot().owners())).code, 'graph-unavailable');
      assert.equal((await failure(asBot().members())).code, 'graph-unavailable');
      assert.equal(cloud.graph.requests.length, 2);
    });
  }

  it('are unavailable for as long as Graph asks to wait', async () => {
    cloud.faults.set('graph.members', { kind: 'throttled', retryAfter: '2.128' });

    const fault = await failure(asBot().owners());

    assert.deepEqual([fault.code, retryAfterMs(fault)], ['graph-unavailable', 2128]);
  });

  it('are unavailable when Graph is silent', async () => {
    cloud.faults.set('graph.members', { kind: 'hang' });

    const fault = await failure(asBot(undefined, 'PT0.5S').owners());

    assert.equal(fault.code, 'graph-unavailable');
  });

  it('are unavailable when the listing does not end', async () => {
    cloud.graph.pageSize = 0;

    assert.equal((await failure(asBot().members())).code, 'graph-unavailable');
    assert.equal(cloud.graph.requests.length, 100);
  });

  it('are not asked for when the bot gets no token', async () => {
    cloud.faults.set('entra.token', { kind: 'secret-expired' });

    assert.equal((await failure(asBot().owners())).code, 'misconfigured');
    assert.equal(cloud.graph.requests.length, 0);
  });

  it('are not asked for when Entra is silent', async () => {
    cloud.faults.set('entra.token', { kind: 'hang' });

    const fault = await failure(asBot(undefined, 'PT0.5S').owners());

    assert.equal(fault.code, 'sign-in-unavailable');
  });
});
