import assert from 'node:assert/strict';
import { type Cloud, startCloud } from '../../sandbox/cloud/cloud.ts';
import { PEOPLE } from '../../sandbox/cloud/directory.ts';
import { type RunningBot, runBot } from '../support/bot.ts';
import { answeredCard } from '../support/cards.ts';
import { ChannelThread, numberOf } from '../support/channel.ts';
import { sharedPostgres } from '../support/postgres.ts';
import { TeamsClient } from '../support/teams.ts';

describe('a chat on a host that is no longer one of this cloud', () => {
  let cloud: Cloud;
  /** Where the bot was allowed to write once. */
  let former: Cloud;
  let DATABASE_URL: string;
  const run = (environment: Readonly<Record<string, string>>): Promise<RunningBot> =>
    runBot({ within: cloud, environment: { DATABASE_URL, ...environment } });
  before(async function () {
    this.timeout(30_000);
    [cloud, former] = await Promise.all([startCloud(), startCloud()]);
    DATABASE_URL = await (await sharedPostgres()).createDatabase();
  });
  after(() => Promise.all([cloud.close(), former.close()]));

  it('is not written to, nor shown a token', async () => {
    const before = await run({ CLOUD_SERVICE_HOSTS: 'localhost' });
    const megan = new TeamsClient(before, PEOPLE.megan);
    await megan.send(megan.activity({ serviceUrl: former.connector.serviceUrl, text: 'help' }));
    const reached = former.connector.requests.length;
    await before.close();

    const bot = await run({});
    try {
      const thread = new ChannelThread(bot);
      const card = await thread.seenBy(thread.isaiah, await thread.ask());
      answeredCard(await thread.isaiah.press(card, 'request.approve'));

      await thread.shows(new RegExp(`connector created[\\s\\S]*${numberOf(card)}\n`));
      await thread.says(/is done/);
      assert.ok(reached > 0, 'it was written to before');
      assert.equal(former.connector.requests.length, reached);
    } finally {
      await bot.close();
    }
  });
});
