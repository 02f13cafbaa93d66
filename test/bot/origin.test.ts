import assert from 'node:assert/strict';
import type { Activity } from 'botbuilder';
import {
  chatOf,
  continuationOf,
  Origin,
  originOf,
  placeOf,
  referenceOf,
} from '../../src/bot/origin.ts';

/** Only what is read of one. */
const anActivity = (changes: object = {}) =>
  ({
    type: 'message',
    id: 'f:1',
    channelId: 'msteams',
    serviceUrl: 'https://smba.trafficmanager.net/',
    from: { id: '29:1', name: 'Alex' },
    recipient: { id: '28:1', name: 'Bot' },
    conversation: { id: '19:c;messageid=1', conversationType: 'channel', tenantId: 't' },
    ...changes,
  }) as Activity;

const REFERENCE = {
  channelId: 'msteams',
  serviceUrl: 'https://smba.trafficmanager.net/',
  bot: { id: '28:1', name: 'Bot' },
  conversation: { id: '19:c;messageid=1', conversationType: 'channel', tenantId: 't' },
};

describe('the kind of a chat', () => {
  for (const [conversationType, chat] of [
    ['personal', 'personal'],
    ['channel', 'channel'],
    ['groupChat', 'group'],
    ['something new', 'group'],
    [undefined, 'group'],
  ] as const) {
    it(`is ${chat} where Teams says ${conversationType}`, () => {
      const activity = anActivity({ conversation: { id: 'x', conversationType } });

      assert.equal(chatOf(activity), chat);
    });
  }
});

describe('where something was asked for', () => {
  const table: [string, unknown, object][] = [
    ['a team', { team: { id: '19:t' } }, { team: { id: '19:t' } }],
    [
      'a team with its group',
      { team: { id: '19:t', aadGroupId: 'g' } },
      { team: { id: '19:t', aadGroupId: 'g' } },
    ],
    ['a team without one', { team: { id: '19:t', aadGroupId: null } }, { team: { id: '19:t' } }],
    ['no team', { team: null }, {}],
    ['a team without an id', { team: { aadGroupId: 'g' } }, {}],
    ['nothing', undefined, {}],
  ];
  for (const [what, channelData, expected] of table) {
    it(`is read with ${what} in the channel data`, () => {
      assert.deepEqual(originOf(anActivity({ channelData })), {
        chat: 'channel',
        reference: REFERENCE,
        ...expected,
      });
    });
  }

  it('stands for the conversation, in its language, without message or person', () => {
    assert.deepEqual(referenceOf(anActivity({ locale: 'de-DE' })), {
      ...REFERENCE,
      locale: 'de-DE',
    });
  });

  it('makes an activity that seems to have come from there', () => {
    const { type, serviceUrl, conversation, recipient } = continuationOf(REFERENCE);

    assert.deepEqual(
      { type, serviceUrl, conversation, recipient },
      {
        type: 'event',
        serviceUrl: REFERENCE.serviceUrl,
        conversation: REFERENCE.conversation,
        recipient: REFERENCE.bot,
      },
    );
  });

  it('is the same place in each of its threads', () => {
    assert.equal(placeOf(REFERENCE), '19:c');
    assert.equal(placeOf({ ...REFERENCE, conversation: { id: 'a:1' } }), 'a:1');
  });
});

describe('a stored origin', () => {
  for (const chat of ['personal', 'group', 'channel'] as const) {
    for (const team of [{ id: '19:t' }, { id: '19:t', aadGroupId: 'g' }]) {
      it(`is read as it was written: ${chat}, ${JSON.stringify(team)}`, () => {
        const origin = { chat, reference: REFERENCE, team };

        assert.deepEqual(Origin.parse(origin), origin);
      });
    }
  }

  const odd: [string, object][] = [
    ['kind of chat', { chat: 'meeting' }],
    ['team', { team: { aadGroupId: 'g' } }],
    ['reference', { reference: {} }],
    ['bot in it', { reference: { ...REFERENCE, bot: {} } }],
    ['conversation in it', { reference: { ...REFERENCE, conversation: {} } }],
    ['service URL in it', { reference: { ...REFERENCE, serviceUrl: undefined } }],
    ['channel in it', { reference: { ...REFERENCE, channelId: 7 } }],
  ];
  for (const [what, changes] of odd) {
    it(`is not read with an odd ${what}`, () => {
      const origin = { chat: 'channel', reference: REFERENCE, ...changes };

      assert.equal(Origin.safeParse(origin).success, false);
    });
  }
});
