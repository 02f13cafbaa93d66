import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Cloud } from '../../sandbox/cloud/cloud.ts';
import { PEOPLE } from '../../sandbox/cloud/directory.ts';
import { CONNECTORS, callGraph, graphToken } from './graph-client.ts';
import { trustedCloud } from './trusted-cloud.ts';

const run = promisify(execFile);

describe('the cloud', () => {
  let cloud: Cloud;
  afterEach(() => cloud.close());

  it('is trusted by another process through NODE_EXTRA_CA_CERTS', async () => {
    cloud = await trustedCloud();
    const folder = await mkdtemp(join(tmpdir(), 'cloud-'));
    const ca = join(folder, 'ca.pem');
    await writeFile(ca, cloud.ca);
    const program = `fetch(${JSON.stringify(cloud.environment.CLOUD_BOT_OPENID_METADATA_URL)})
      .then(({ status }) => console.log(status))`;

    const { stdout } = await run(process.execPath, ['-e', program], {
      env: { ...process.env, NODE_EXTRA_CA_CERTS: ca },
    });

    strictEqual(stdout.trim(), '200');
    await rm(folder, { recursive: true });
  });

  it('keeps to the ports and hosts that it is given', async () => {
    const first = await trustedCloud();
    const port = Number(new URL(first.graph.url).port);
    await first.close();

    cloud = await trustedCloud({ ports: { graph: port }, serviceHosts: ['localhost:56150'] });

    const connector = new URL(cloud.connector.url).host;
    deepStrictEqual(
      [cloud.graph.url, cloud.environment.CLOUD_SERVICE_HOSTS],
      [first.graph.url, `${connector},localhost:56150`],
    );
  });

  it('records requests and forgets them on reset, with all that came of them', async () => {
    cloud = await trustedCloud();
    cloud.tokens.signOut(PEOPLE.alex);
    const body = { exchangeOrganization: 'Contoso' };
    await callGraph(cloud, await graphToken(cloud), CONNECTORS, { method: 'POST', body });
    const [request] = cloud.graph.requests;

    cloud.reset();

    deepStrictEqual(
      [request?.method, request?.path, request?.body, request?.status, request?.claims?.upn],
      ['POST', CONNECTORS, body, 201, PEOPLE.alex.upn],
    );
    deepStrictEqual([cloud.graph.requests.length, cloud.graph.connectors.length], [0, 0]);
    strictEqual(cloud.tokens.isSignedIn(PEOPLE.alex), true);
  });

  it('counts connections, and keeps them open for further requests', async () => {
    cloud = await trustedCloud();
    const token = await graphToken(cloud);

    for (let request = 0; request < 5; request += 1) await callGraph(cloud, token, CONNECTORS);

    // Node's fetch opens a second connection while it puts the first aside.
    ok(cloud.graph.connections <= 2);
  });
});
