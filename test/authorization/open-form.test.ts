import assert from 'node:assert/strict';
import { PEOPLE } from '../../sandbox/cloud/directory.ts';
import { adaptiveCard, findAction, input, words } from '../support/cards.ts';
import { ChannelThread } from '../support/channel.ts';
import { type OpenBot, runOpenBot } from '../support/open-bot.ts';
import { TeamsClient } from '../support/teams.ts';
import { storedOf } from './press.ts';

describe('a form that is opened from a request', () => {
  let bot: OpenBot;
  before(async function () {
    this.timeout(30_000);
    bot = await runOpenBot();
  });
  after(() => bot.close());
  let thread: ChannelThread;
  beforeEach(() => {
    thread = new ChannelThread(bot);
  });

  const table: [string, () => TeamsClient, { values: boolean; card: boolean }][] = [
    ['the requester', () => thread.alex, { values: true, card: true }],
    [
      'the requester in another chat',
      () => new TeamsClient(bot, PEOPLE.alex),
      { values: true, card: true },
    ],
    ['an approver', () => thread.megan, { values: false, card: true }],
    ['somebody who reads along', () => thread.adele, { values: false, card: true }],
    [
      'somebody elsewhere who knows its id',
      () => new TeamsClient(bot, PEOPLE.patti),
      { values: false, card: false },
    ],
  ];
  for (const [who, clientOf, { values, card }] of table) {
    it(`${values ? 'brings back' : 'does not show'} what was typed to ${who}`, async () => {
      const organization = `Opened by ${who}`;
      const asked = await thread.ask({ exchangeOrganization: organization });
      const request = String(findAction(asked, 'request.refresh').data?.request);
      const before = await storedOf(bot, request);
      const client = clientOf();
      const sent = new Set(client.sent().map(({ activityId }) => activityId));

      const answer = await client.execute('form.open', { request });

      const forms = client
        .sent()
        .filter(({ activityId }) => !sent.has(activityId))
        .map(({ activity }) => adaptiveCard(activity))
        .filter((each) => each.actions?.some(({ verb }) => verb === 'form.submit'));
      const [form] = forms;
      assert.ok(form && forms.length === 1);
      assert.equal(input(form, 'exchangeOrganization').value === organization, values);
      assert.equal(answer.text.includes(organization), card, answer.text);
      assert.equal(words(form).includes(organization), false);
      assert.deepEqual(await storedOf(bot, request), before);
    });
  }
});
