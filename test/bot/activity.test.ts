import assert from 'node:assert/strict';
import type { Activity } from 'botbuilder';
import { FOREIGN_TENANT_ID, TENANT_ID } from '../../sandbox/cloud/directory.ts';
import { completed, isFromTenant, readEnvelope } from '../../src/bot/activity.ts';

/** What arrives has no more type than this. */
const asActivity = (given: object) => given as Activity;

describe('the envelope of an activity', () => {
  const table: [string, unknown, boolean][] = [
    ['a type is enough', { type: 'message' }, true],
    ['whatever else it carries', { type: 'x', channelId: 'msteams', serviceUrl: 'y', z: 1 }, true],
    ['an empty type', { type: '' }, false],
    ['a type of a hundred characters', { type: 'x'.repeat(100) }, true],
    ['a longer one', { type: 'x'.repeat(101) }, false],
    ['no type', { channelId: 'msteams' }, false],
    ['a type that is no text', { type: 7 }, false],
    ['a channel that is no text', { type: 'message', channelId: 7 }, false],
    ['a service URL that is no text', { type: 'message', serviceUrl: {} }, false],
    ['a list', [{ type: 'message' }], false],
    ['nothing', undefined, false],
  ];
  for (const [what, body, isOne] of table) {
    it(`${isOne ? 'is read' : 'is not read'}: ${what}`, () => {
      assert.deepEqual(readEnvelope(body), isOne ? body : undefined);
    });
  }
});

describe('a complete activity', () => {
  const least = {
    type: 'message',
    channelId: 'msteams',
    serviceUrl: 'https://smba.trafficmanager.net/',
    from: { id: '29:1' },
    recipient: { id: '28:1' },
    conversation: { id: 'a:1' },
  };
  /** As handlers get to see it, without what is undefined. */
  const read = (changes: object): unknown => {
    const activity = completed(asActivity({ ...least, ...changes }));
    return activity && JSON.parse(JSON.stringify(activity));
  };

  const kept: [string, object][] = [
    ['the least', {}],
    ['what routing reads', { id: 'f:1', name: 'adaptiveCard/action', action: 'add', text: 'new' }],
    ['whatever value', { value: { action: { verb: 'x', data: [1, null] } } }],
    ['where it belongs', { replyToId: 'f:0', locale: 'de-DE' }],
    ['who it is from', { from: { id: '29:1', name: 'Alex', aadObjectId: 'a' } }],
    ['who it is for', { recipient: { id: '28:1', name: 'Bot' } }],
    [
      'where it comes from',
      {
        conversation: { id: 'a:1', conversationType: 'groupChat', tenantId: 't', isGroup: true },
        channelData: { team: { id: '19:t', aadGroupId: 'g' } },
      },
    ],
    [
      'null where Teams leaves out',
      {
        text: null,
        from: { id: '29:1', aadObjectId: null },
        conversation: { id: 'a:1', conversationType: null, tenantId: null },
        channelData: null,
      },
    ],
    ['a team without a group', { channelData: { team: { id: '19:t', aadGroupId: null } } }],
    ['an id of a thousand characters', { id: 'x'.repeat(1000) }],
    ['an id that only begins with a dot', { id: '.x' }],
    ['a name of a hundred characters', { name: 'x'.repeat(100) }],
  ];
  for (const [what, changes] of kept) {
    it(`keeps ${what}`, () => {
      assert.deepEqual(read(changes), { ...least, ...changes });
    });
  }

  const dropped: [string, object, object][] = [
    ['what nobody asked for', { deliveryMode: 'expectReplies', entities: [1] }, {}],
    ['it inside as well', { from: { ...least.from, role: 'bot' } }, {}],
    ['an id that is no text', { id: 1 }, {}],
    ['an id with a space', { id: 'a b' }, {}],
    ['an id beyond plain letters', { id: 'ü' }, {}],
    ['an id of dots', { replyToId: '..' }, {}],
    ['an empty id', { id: '' }, {}],
    ['an id that is too long', { id: 'x'.repeat(1001) }, {}],
    ['a name that is too long', { name: 'x'.repeat(101) }, {}],
    ['an action that is no text', { action: 1 }, {}],
    ['a language that is none', { locale: {} }, {}],
    ['a display name that is no text', { from: { ...least.from, name: {} } }, {}],
    ["the bot's, too", { recipient: { ...least.recipient, name: 1 } }, {}],
    ['an odd mark of a group', { conversation: { ...least.conversation, isGroup: 'yes' } }, {}],
    ['a team without an id', { channelData: { team: {} } }, { channelData: {} }],
  ];
  for (const [what, changes, left] of dropped) {
    it(`drops ${what}`, () => {
      assert.deepEqual(read(changes), { ...least, ...left });
    });
  }

  const refused: [string, object][] = [
    ['a channel', { channelId: undefined }],
    ['a service URL', { serviceUrl: undefined }],
    ['a sender', { from: undefined }],
    ["a sender's id", { from: { name: 'Alex' } }],
    ["a sender's plain id", { from: { id: '29:1 ' } }],
    ["a sender's plain Entra id", { from: { ...least.from, aadObjectId: 'a\u0000' } }],
    ["a sender's Entra id in one", { from: { ...least.from, aadObjectId: ['a'] } }],
    ['a recipient', { recipient: undefined }],
    ["a recipient's id", { recipient: {} }],
    ['a conversation', { conversation: undefined }],
    ["a conversation's id", { conversation: { tenantId: 't' } }],
    ["a conversation's plain id", { conversation: { id: '..' } }],
    ['a kind of conversation', { conversation: { ...least.conversation, conversationType: 1 } }],
    ['a tenant that is text', { conversation: { ...least.conversation, tenantId: {} } }],
    ['channel data that are an object', { channelData: 'x' }],
    ['text that is text', { text: ['new'] }],
  ];
  for (const [what, changes] of refused) {
    it(`is none without ${what}`, () => {
      assert.equal(read(changes), undefined);
    });
  }
});

describe('an activity of the tenant', () => {
  const own = TENANT_ID;
  const conversation = (tenantId: unknown) => ({ conversation: { tenantId } });
  const channel = (id: unknown) => ({ channelData: { tenant: { id } } });
  const table: [string, object, boolean][] = [
    ['its conversation', conversation(own), true],
    ['its channel', channel(own), true],
    ['both', { ...conversation(own), ...channel(own) }, true],
    ['another case', conversation(own.toUpperCase()), true],
    ['an empty conversation beside the channel', { ...conversation(''), ...channel(own) }, true],
    ['an empty channel beside the conversation', { ...conversation(own), ...channel('') }, true],
    ['null beside the conversation', { ...conversation(own), channelData: null }, true],
    ['null beside the channel', { conversation: null, ...channel(own) }, true],
    ['no tenant in the channel', { ...conversation(own), channelData: { tenant: null } }, true],
    ['nothing', {}, false],
    ['nothing but empty names', { ...conversation(''), ...channel('') }, false],
    ['a foreign conversation', conversation(FOREIGN_TENANT_ID), false],
    ['a foreign channel', channel(FOREIGN_TENANT_ID), false],
    [
      'a foreign channel beside its conversation',
      { ...conversation(own), ...channel(FOREIGN_TENANT_ID) },
      false,
    ],
    [
      'a foreign conversation beside its channel',
      { ...conversation(FOREIGN_TENANT_ID), ...channel(own) },
      false,
    ],
    ['more than its name', conversation(`${own} `), false],
    [
      'a conversation whose tenant is no text, beside its channel',
      { ...conversation([own]), ...channel(own) },
      false,
    ],
    [
      'a tenant that is no text, beside its own',
      { ...conversation(own), ...channel([own]) },
      false,
    ],
  ];
  for (const [what, activity, isOne] of table) {
    it(`${isOne ? 'is one with' : 'is none with'} ${what}`, () => {
      assert.equal(isFromTenant(asActivity(activity), own), isOne);
    });
  }

  it('is one whatever the case in which the configuration names the tenant', () => {
    assert.equal(isFromTenant(asActivity(conversation(own)), own.toUpperCase()), true);
  });
});
