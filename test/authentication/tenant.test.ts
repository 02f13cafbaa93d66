import assert from 'node:assert/strict';
import { FOREIGN_TENANT_ID, TENANT_ID } from '../../sandbox/cloud/directory.ts';
import { type OpenBot, runOpenBot } from '../support/open-bot.ts';
import { TeamsClient } from '../support/teams.ts';
import { activities } from './kinds.ts';
import { watchUntouched } from './untouched.ts';

const REFUSAL = { code: 'Forbidden', message: 'Foreign tenant.' };

const inherited = `{"__proto__":{"tenant":{"id":"${TENANT_ID}"}}}`;

describe('a tenant', () => {
  let bot: OpenBot;
  before(async function () {
    this.timeout(30_000);
    bot = await runOpenBot();
  });
  after(() => bot.close());

  const inConversation = (tenantId: unknown) => ({
    conversation: { id: 'a:1', conversationType: 'personal', tenantId },
  });
  const ours = inConversation(TENANT_ID);
  const none = inConversation(undefined);
  const foreign: [string, Record<string, unknown>][] = [
    ['that the conversation names', inConversation(FOREIGN_TENANT_ID)],
    ['that the channel names', { channelData: { tenant: { id: FOREIGN_TENANT_ID } } }],
    [
      'that both name',
      { ...inConversation(FOREIGN_TENANT_ID), channelData: { tenant: { id: FOREIGN_TENANT_ID } } },
    ],
    ['beside ours', { ...ours, channelData: { tenant: { id: FOREIGN_TENANT_ID } } }],
    ['that nobody names', { ...none, channelData: {} }],
    ['that is empty', { ...inConversation(''), channelData: { tenant: { id: '' } } }],
    ['that is null', { ...inConversation(null), channelData: { tenant: { id: null } } }],
    ['that only the team names', { ...none, channelData: { team: { tenantId: TENANT_ID } } }],
    [
      'that only the person names',
      { ...none, channelData: {}, from: { id: '29:1', tenantId: TENANT_ID } },
    ],
    ['in a list', inConversation([TENANT_ID])],
    ['with a blank', inConversation(` ${TENANT_ID}`)],
    ['of every name', inConversation('common')],
    ['that is not an object', { channelData: { tenant: TENANT_ID } }],
    ['in channel data that are text', { channelData: `{"tenant":{"id":"${TENANT_ID}"}}` }],
    ['in channel data that are a list', { channelData: [{ tenant: { id: TENANT_ID } }] }],
    ['that is inherited', { ...none, channelData: JSON.parse(inherited) }],
  ];
  for (const [what, extra] of foreign) {
    it(`${what} is refused, for every kind of activity`, async () => {
      const assertUntouched = await watchUntouched(bot);
      const teams = new TeamsClient(bot);

      for (const activity of activities(teams, extra)) {
        const answer = await teams.send(activity);
        assert.deepEqual([answer.status, answer.body], [403, REFUSAL]);
      }

      await assertUntouched();
    });
  }

  it('is read before anything else of the activity, so that nobody learns what is wrong', async () => {
    const teams = new TeamsClient(bot);

    const extra = {
      ...inConversation(FOREIGN_TENANT_ID),
      from: 5,
      serviceUrl: 'https://evil.example/',
    };
    const answer = await teams.send(teams.activity(extra));

    assert.deepEqual([answer.status, answer.body], [403, REFUSAL]);
  });
});
