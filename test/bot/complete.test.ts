import assert from 'node:assert/strict';
import type { Turn } from '../../src/bot/turn.ts';
import { REFUSAL_WORDS } from '../../src/cards/refusal-words.ts';
import type { Person } from '../../src/requests/person.ts';
import type { Request } from '../../src/requests/request.ts';
import { ADELE, ALEX, aRequest, later, MEGAN } from '../support/requests.ts';
import { drawn } from './handling.ts';
import { as, press, SIGN_IN } from './press.ts';

const AT = later(5000);
const PROOF = { proof: { type: 'token', token: 't' } } as const;
const BLOCKED = aRequest('blocked', { executor: MEGAN, blocker: 'consent-required' });
const FAILED = aRequest('failed', { executor: MEGAN });

for (const [deed, request, other] of [
  ['complete', BLOCKED, FAILED],
  ['retry', FAILED, BLOCKED],
] as const) {
  describe(`what the executor does: ${deed}`, () => {
    it('needs their sign-in first', async () => {
      const { events, answer } = await press(deed, { request }, MEGAN);

      assert.deepEqual(events, []);
      assert.deepEqual(answer, SIGN_IN);
    });

    it('is stored once they are signed in, and hands the sign-in on', async () => {
      const { events, done, answer } = await press(deed, { request, signedIn: [MEGAN] }, MEGAN);

      assert.deepEqual(events, [{ type: deed, by: as(MEGAN), at: AT }]);
      assert.deepEqual(done, ['handed megan on for r1']);
      assert.equal(drawn(answer).request.status, 'provisioning');
    });

    it('is refused to others, who are asked for no sign-in', async () => {
      const { events, answer } = await press(deed, { request }, ADELE);

      assert.deepEqual(events, []);
      assert.deepEqual(drawn(answer).remark, { notice: REFUSAL_WORDS['not-yours'] });
    });

    it('is refused in another state, and asks for no sign-in', async () => {
      const { events, answer } = await press(deed, { request: other }, MEGAN);

      assert.deepEqual(events, []);
      assert.deepEqual(drawn(answer).remark, { notice: REFUSAL_WORDS['not-now'] });
    });
  });
}

it('a requester whose request failed can have it tried again with the rights of its executor', async () => {
  const { events, done } = await press(
    'retry',
    { request: aRequest('failed', { executor: MEGAN }), signedIn: [ALEX] },
    ALEX,
  );

  assert.equal(events.length, 1);
  assert.deepEqual(done, []);
});

it('a request is taken back by who asked for it, and by nobody else', async () => {
  const request = aRequest('waiting');

  const own = await press('cancel', { request }, ALEX);
  const foreign = await press('cancel', { request }, MEGAN);

  assert.deepEqual(own.events, [{ type: 'cancel', by: as(ALEX), at: AT }]);
  assert.deepEqual(foreign.events, []);
  assert.deepEqual(drawn(foreign.answer).remark, { notice: REFUSAL_WORDS['not-yours'] });
});

describe('a sign-in that a client brings', () => {
  const blocked = aRequest('blocked', { executor: MEGAN });

  for (const deed of ['approve', 'retry'] as const) {
    for (const [what, turn] of [
      ['as proof', PROOF],
      ['after it was resumed', { resumed: true }],
    ] as const) {
      it(`completes what waits for it, ${what}, whatever was pressed: ${deed}`, async () => {
        const world = { request: blocked, signedIn: [MEGAN] };

        const { events, answer } = await press(deed, world, MEGAN, { turn });

        assert.deepEqual(events, [{ type: 'complete', by: as(MEGAN), at: AT }]);
        assert.equal(drawn(answer).request.status, 'provisioning');
      });
    }
  }

  const others: [string, Request, Person, Partial<Turn>][] = [
    ['of another person', blocked, ADELE, PROOF],
    ['that nobody brought', blocked, MEGAN, { via: 'message' }],
    ['where something else is missing', BLOCKED, MEGAN, PROOF],
    ['where nothing is missing', aRequest('provisioning', { executor: ADELE }), MEGAN, PROOF],
  ];
  for (const [what, request, person, turn] of others) {
    it(`completes nothing: one ${what}`, async () => {
      const { events, answer } = await press('retry', { request, signedIn: [MEGAN] }, person, {
        turn,
      });

      assert.deepEqual(events, []);
      assert.deepEqual(drawn(answer).remark, { notice: REFUSAL_WORDS['not-now'] });
    });
  }

  it('is of no use to a rejection', async () => {
    const { events } = await press('reject', { request: blocked, signedIn: [MEGAN] }, MEGAN, {
      comment: 'because',
      turn: PROOF,
    });

    assert.deepEqual(events, []);
  });
});

it('who has nothing to do with a request and does not see it can do nothing about it', async () => {
  const activity = { conversation: { id: 'elsewhere' } } as Turn['activity'];

  const { events, answer } = await press('cancel', { request: aRequest('waiting') }, ADELE, {
    turn: { activity },
  });

  assert.deepEqual(events, []);
  assert.deepEqual(answer, {
    type: 'message',
    text: 'There is no such request. Type requests to see yours.',
  });
});
