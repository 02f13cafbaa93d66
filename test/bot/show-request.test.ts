import assert from 'node:assert/strict';
import type { Activity } from 'botbuilder';
import type { HandlerDeps } from '../../src/bot/deps.ts';
import { showRequest } from '../../src/bot/show-request.ts';
import type { Turn } from '../../src/bot/turn.ts';
import { createLog } from '../../src/log.ts';
import type { Person } from '../../src/requests/person.ts';
import { ADELE, ALEX, aRequest, MEGAN } from '../support/requests.ts';

const reference = (conversation: string) => ({
  serviceUrl: 's',
  channelId: 'msteams',
  bot: { id: '28:1' },
  conversation: { id: conversation },
});

const NONE = 'There is no request #7 of yours. Type requests to see yours.';
const ELSEWHERE = 'Request #7 was asked for elsewhere: type request 7 where you are alone with me.';

interface Sending {
  readonly number?: number;
  /** What Teams answers to the message. */
  readonly sentAs?: { readonly id: string } | null;
}

/** Types `request <number>` to the bot. */
async function show(
  person: Person,
  chat: Turn['chat'],
  conversation: string,
  { number = 7, sentAs = { id: 'm1' } }: Sending = {},
) {
  const request = aRequest('waiting');
  const stored = {
    request,
    version: 3,
    approvers: [MEGAN],
    origin: { chat: 'channel', reference: reference('19:c;messageid=1') },
  };
  const sent: unknown[] = [];
  const places: unknown[] = [];
  // As far as the command goes.
  const deps = {
    requests: {
      findByNumber: async (wanted: number) => (wanted === request.number ? stored : undefined),
    },
    approversOf: async () => [MEGAN],
    drawing: { view: () => ({ request, approvers: [MEGAN], history: [], consentUrl: 'c' }) },
    addPlace: async (...place: unknown[]) => places.push(place),
    newId: () => 'new',
    log: createLog('silent'),
  } as unknown as HandlerDeps;
  const activity = {
    serviceUrl: 's',
    channelId: 'msteams',
    recipient: { id: '28:1' },
    from: { id: person.id },
    conversation: { id: conversation },
  } as Activity;
  const context = {
    sendActivity: async (message: unknown) => {
      sent.push(message);
      return sentAs;
    },
  };
  await showRequest(deps, { person, chat, context, activity } as unknown as Turn, number);
  return { sent, places };
}

describe('the command for one request', () => {
  for (const [what, person, number] of [
    ['others', ADELE, 7],
    ['its requester under another number', ALEX, 7.5],
  ] as const) {
    it(`says to ${what} that it does not exist, and remembers nothing`, async () => {
      const { sent, places } = await show(person, 'personal', 'a:1', { number });

      assert.deepEqual(sent, [NONE.replace('#7', `#${number}`)]);
      assert.deepEqual(places, []);
    });
  }

  for (const person of [ALEX, MEGAN]) {
    it(`shows it to ${person.name} alone, as that person's, and keeps it up to date`, async () => {
      const { sent, places } = await show(person, 'personal', 'a:1');

      assert.equal(sent.length, 1);
      const place = { id: 'new', reference: reference('a:1'), activityId: 'm1' };
      assert.deepEqual(places, [['r1', { ...place, viewerId: person.id }, 3]]);
    });
  }

  it('shows it as everybody sees it where it was asked for, in whichever thread', async () => {
    const { places } = await show(ALEX, 'channel', '19:c;messageid=2');

    const place = { id: 'new', reference: reference('19:c;messageid=2'), activityId: 'm1' };
    assert.deepEqual(places, [['r1', { ...place, viewerId: undefined }, 3]]);
  });

  it('does not show it among other people', async () => {
    const { sent, places } = await show(ALEX, 'channel', '19:d;messageid=1');

    assert.deepEqual(sent, [ELSEWHERE]);
    assert.deepEqual(places, []);
  });

  for (const sentAs of [{ id: '' }, null]) {
    it(`remembers no message that Teams did not name: ${JSON.stringify(sentAs)}`, async () => {
      const { sent, places } = await show(ALEX, 'personal', 'a:1', { sentAs });

      assert.equal(sent.length, 1);
      assert.deepEqual(places, []);
    });
  }
});
