import { deepStrictEqual, rejects, strictEqual } from 'node:assert/strict';
import type { ConversationParameters } from 'botbuilder';
import type { Cloud } from '../../sandbox/cloud/cloud.ts';
import { PEOPLE, TEAM } from '../../sandbox/cloud/directory.ts';
import { botLibrary } from './bot-library.ts';
import { trustedCloud } from './trusted-cloud.ts';

describe('the connector', () => {
  let cloud: Cloud;
  let client: Awaited<ReturnType<ReturnType<typeof botLibrary>['connector']>>;
  before(async () => {
    cloud = await trustedCloud();
    client = await botLibrary(cloud).connector();
  });
  after(() => cloud.close());
  afterEach(() => cloud.reset());

  // The library wants every field; Teams needs these few.
  const createConversation = (parameters: object) =>
    client.conversations.createConversation(parameters as ConversationParameters);

  it('keeps what the bot sends, with every version', async () => {
    const { id } = await client.conversations.sendToConversation('a:x', {
      type: 'message',
      text: 'one',
    });
    await client.conversations.updateActivity('a:x', id, { type: 'message', text: 'two' });

    const [message] = cloud.connector.sent('a:x');

    deepStrictEqual(
      message?.versions.map(({ text }) => text),
      ['one', 'two'],
    );
  });

  it('resolves a wait when the message is updated', async () => {
    const { id } = await client.conversations.sendToConversation('a:x', { type: 'message' });
    const waiting = cloud.connector.waitFor(({ activity }) => activity.text === 'done');

    await client.conversations.updateActivity('a:x', id, { type: 'message', text: 'done' });

    strictEqual((await waiting).activityId, id);
  });

  it('says what there is when a wait is in vain', async () => {
    await client.conversations.sendToConversation('a:x', { type: 'message', text: 'one' });

    await rejects(
      cloud.connector.waitFor(({ activity }) => activity.text === 'two', 1),
      /one/,
    );
  });

  it('knows no activity that was never sent', async () => {
    const update = client.conversations.updateActivity('a:x', '1', { type: 'message' });

    await rejects(update, { statusCode: 404, code: 'ActivityNotFoundInConversation' });
  });

  it('starts a thread in a channel, whose root can be updated', async () => {
    const { id, activityId } = await createConversation({
      isGroup: true,
      channelData: { channel: { id: TEAM.id } },
      activity: { type: 'message', text: 'root' },
    });

    await client.conversations.updateActivity(id, activityId, { type: 'message', text: 'changed' });

    strictEqual(cloud.connector.sent(id)[0]?.activity.text, 'changed');
  });

  it('has one personal chat for each person', async () => {
    const { id } = await createConversation({
      isGroup: false,
      members: [{ id: PEOPLE.alex.mri, name: '' }],
    });

    strictEqual(id, cloud.connector.personal(PEOPLE.alex));
  });

  it('refuses whatever concerns a dead place', async () => {
    cloud.connector.kill('a:x', 403);

    const sending = client.conversations.sendToConversation('a:x', { type: 'message' });

    await rejects(sending, { statusCode: 403 });
  });

  it('shows the roster in pages', async () => {
    const page = (continuationToken = '') =>
      client.conversations.getConversationPagedMembers(TEAM.id, { pageSize: 4, continuationToken });

    const first = await page();
    const second = await page(first.continuationToken ?? '');

    const names = [...first.members, ...second.members].map(({ name }) => name);
    deepStrictEqual(
      names,
      Object.values(PEOPLE).map(({ name }) => name),
    );
  });

  it('answers only to the bot', async () => {
    const answer = await fetch(`${cloud.connector.serviceUrl}v3/conversations/a/members`);

    strictEqual(answer.status, 401);
  });
});
