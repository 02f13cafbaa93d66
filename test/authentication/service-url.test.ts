import assert from 'node:assert/strict';
import { createFaults } from '../../sandbox/cloud/faults.ts';
import { processKeys } from '../../sandbox/cloud/keys.ts';
import { type Host, openHost } from '../../sandbox/cloud/service.ts';
import { type OpenBot, runOpenBot } from '../support/open-bot.ts';
import { TeamsClient } from '../support/teams.ts';
import { activities } from './kinds.ts';
import { watchUntouched } from './untouched.ts';

/** `good` is in the cloud's list, `evil` answers on this machine with a certificate that is trusted. */
type Spell = (good: string, evil: string) => string;

describe('a service URL', () => {
  let bot: OpenBot;
  let evil: Host;

  before(async function () {
    this.timeout(30_000);
    const certificate = await (await processKeys()).authority.issue();
    evil = await openHost({ port: 0, faults: createFaults(), certificate });
    bot = await runOpenBot();
  });
  after(async () => {
    await bot.close();
    await evil.close();
  });
  const spelt = (spell: Spell): string =>
    spell(new URL(bot.cloud.connector.url).host, new URL(evil.url).host);

  const foreign: [string, Spell][] = [
    ['of another port', (_, host) => `https://${host}/`],
    ['with the good host as a person', (good, host) => `https://${good}@${host}/`],
    [
      'with the good host as a person with a password',
      (good, host) => `https://x:${good}@${host}/`,
    ],
    ['with the good host behind a backslash', (good, host) => `https://${host}\\@${good}/`],
    ['with the good host in its path', (good, host) => `https://${host}/${good}`],
    ['with the good host in its query', (good, host) => `https://${host}?@${good}/`],
    ['with the good host in its fragment', (good, host) => `https://${host}#@${good}/`],
    [
      'with the good host as its subdomain',
      (good) => `https://${good.split(':')[0]}.evil.example/`,
    ],
    ['in plain http', (_, host) => `http://${host}/`],
    ['without a scheme', (good) => `//${good}/`],
    ['that is a host alone', (good) => good],
    ['with a person', (good) => `https://x@${good}/`],
    ['with a password', (good) => `https://:x@${good}/`],
    ['with a trailing dot', (good) => `https://${good.replace(':', '.:')}/`],
    ['with an encoded trailing dot', (good) => `https://${good.replace(':', '%2e:')}/`],
    [
      'of the same machine by its number',
      (good) => `https://${good.replace('localhost', '127.0.0.1')}/`,
    ],
    ['of the same machine in IPv6', (good) => `https://${good.replace('localhost', '[::1]')}/`],
    ['in letters that look alike', (good) => `https://${good.replace('o', 'о')}/`],
    ['in another scheme', (good) => `wss://${good}/`],
    ['that is a file', (good) => `file://${good}/`],
    ['that is data', () => 'data:text/plain,x'],
    ['of a port that does not exist', (good) => `https://${good}0/`],
    ['of blanks', () => ' '],
  ];
  for (const [what, spell] of foreign) {
    it(`${what} is refused, and nothing goes anywhere`, async () => {
      const assertUntouched = await watchUntouched(bot);
      const before = evil.connections;
      const serviceUrl = spelt(spell);
      const teams = new TeamsClient(bot);

      for (const activity of activities(teams, { serviceUrl })) {
        const answer = await teams.send(activity);
        assert.equal(answer.status, 403, `${serviceUrl} ${answer.text}`);
      }

      await assertUntouched();
      assert.equal(evil.connections, before);
    });
  }

  const odd: [string, Spell][] = [
    ['in capitals', (good) => `https://${good.toUpperCase()}/`],
    ['with the evil host behind a backslash', (good, host) => `https://${good}\\@${host}/`],
    ['with the evil host behind a slash', (good, host) => `https://${good}/@${host}/`],
    ['with the evil host in its query', (good, host) => `https://${good}?@${host}/`],
    ['with the evil host in its fragment', (good, host) => `https://${good}#@${host}/`],
    ['with backslashes', (good) => `https:\\\\${good}/`],
    ['without slashes', (good) => `https:${good}/`],
    ['with many slashes', (good) => `https:////${good}/`],
    ['with the evil host behind many slashes', (good, host) => `https:////${good}//${host}`],
    ['with a tab inside', (good) => `https://${good.replace('h', 'h\t')}/`],
    [
      'with a line break inside',
      (good, host) => `https://${good}\n@${host}/`.replace('\n@', '/\n@'),
    ],
    ['with blanks around', (good) => ` https://${good}/ `],
    ['in wide letters', (good) => `https://${good.replace('l', 'ｌ')}/`],
    ['with climbing dots', (good, host) => `https://${good}/../../${host}/`],
  ];
  for (const [what, spell] of odd) {
    it(`${what} leads where it was checked to lead, or nowhere`, async () => {
      const before = evil.connections;
      const serviceUrl = spelt(spell);
      const teams = new TeamsClient(bot);

      const answer = await teams.send(teams.activity({ text: 'help', serviceUrl }));

      // 202: where it leads, nobody took the message.
      assert.ok([200, 202, 403].includes(answer.status), `${answer.status} ${answer.text}`);
      assert.equal(evil.connections, before);
    });
  }

  it('is checked on every activity, whatever was accepted in that conversation before', async () => {
    const teams = new TeamsClient(bot);
    await teams.say('help');
    const assertUntouched = await watchUntouched(bot);

    const serviceUrl = `${evil.url}/`;
    const answer = await teams.send(teams.activity({ text: 'new', serviceUrl }));

    assert.equal(answer.status, 403);
    await assertUntouched();
    assert.equal(evil.connections, 0);
  });
});
