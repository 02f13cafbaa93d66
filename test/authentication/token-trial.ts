import assert from 'node:assert/strict';
import { createFaults } from '../../sandbox/cloud/faults.ts';
import { processKeys } from '../../sandbox/cloud/keys.ts';
import { type Host, openHost } from '../../sandbox/cloud/service.ts';
import { type OpenBot, runOpenBot } from '../support/open-bot.ts';
import { type HttpAnswer, post, TeamsClient } from '../support/teams.ts';
import { type Issuer, startIssuer } from './issuer.ts';
import { activities } from './kinds.ts';
import type { MakeToken } from './make-token.ts';
import { watchUntouched } from './untouched.ts';

/** A bot that believes an issuer of the test's own, and a host where it has no business. */
export interface TokenTrial {
  readonly bot: OpenBot;
  readonly teams: TeamsClient;
  readonly assertUntouched: () => Promise<void>;
  made(make: MakeToken): string;
  send(activity: object, authorization: string): Promise<HttpAnswer>;
  /** With activities of every kind. */
  assertRefused(authorization: string): Promise<void>;
}

/** One for the tests of a block, looked at anew before each. */
export function withTokenTrial(use: (trial: TokenTrial) => void): void {
  let bot: OpenBot;
  let issuer: Issuer;
  let foreign: Host;
  before(async function () {
    this.timeout(30_000);
    issuer = await startIssuer();
    const certificate = await (await processKeys()).authority.issue();
    foreign = await openHost({ port: 0, faults: createFaults(), certificate });
    bot = await runOpenBot({
      environment: { CLOUD_BOT_OPENID_METADATA_URL: issuer.metadataUrl },
    });
  });
  beforeEach(async () => {
    const untouched = await watchUntouched(bot);
    const assertUntouched = async () => {
      await untouched();
      assert.equal(foreign.connections, 0);
    };
    const teams = new TeamsClient(bot);
    const { serviceUrl } = bot.cloud.connector;
    const send = (activity: object, authorization: string) =>
      post(bot.url, JSON.stringify(activity), { authorization });
    const assertRefused = async (authorization: string) => {
      for (const activity of activities(teams)) {
        const { status, body } = await send(activity, authorization);
        assert.deepEqual([status, body], [401, REFUSAL]);
      }
      await assertUntouched();
    };
    const made = (make: MakeToken) =>
      make({ issuer, serviceUrl, foreignUrl: `${foreign.url}/keys` });
    use({ bot, teams, assertUntouched, made, send, assertRefused });
  });
  after(async () => {
    await bot.close();
    await issuer.close();
    await foreign.close();
  });
}

const REFUSAL = { code: 'Unauthorized', message: 'The token is not valid.' };
