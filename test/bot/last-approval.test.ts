import assert from 'node:assert/strict';
import { ADELE, aPolicy, aRequest, MEGAN } from '../support/requests.ts';
import { drawn } from './handling.ts';
import { press, SIGN_IN } from './press.ts';

const byLast = (needed = 1) => aPolicy({ approvalsNeeded: needed, provisionAs: 'approver' });

describe('the last approval with PROVISION_AS=approver', () => {
  it('does not count before its approver has signed in', async () => {
    const world = { request: aRequest('waiting', { policy: byLast() }) };

    const { events, answer, done } = await press('approve', world, MEGAN);

    assert.deepEqual([events, done], [[], []]);
    assert.deepEqual(answer, SIGN_IN);
  });

  for (const [how, chat, via, card] of [
    ['silently in an action', 'channel', 'execute', 'sign in silently'],
    ['silently in a personal chat', 'personal', 'submit', 'sign in silently'],
    ['by hand in a message elsewhere', 'channel', 'submit', 'sign in by hand'],
  ] as const) {
    it(`asks for the sign-in ${how}`, async () => {
      const world = { request: aRequest('waiting', { policy: byLast() }) };

      const { answer } = await press('approve', world, MEGAN, { turn: { chat, via } });

      assert.deepEqual(answer, { type: 'sign-in', card });
    });
  }

  for (const [proof, type] of [
    [{ type: 'token', token: 'bad' }, 'exchange-failed'],
    [{ type: 'code', code: 'bad' }, 'wrong-code'],
  ] as const) {
    it(`does not count with a ${proof.type} that is no good, whatever sign-in there was`, async () => {
      const world = { request: aRequest('waiting', { policy: byLast() }), signedIn: [MEGAN] };

      const { events, answer, done } = await press('approve', world, MEGAN, { turn: { proof } });

      assert.deepEqual([events, done], [[], []]);
      assert.deepEqual(answer, { type });
    });
  }

  it('counts for who has signed in, and hands the sign-in on to the work', async () => {
    const world = { request: aRequest('waiting', { policy: byLast() }), signedIn: [MEGAN] };

    const { events, done } = await press('approve', world, MEGAN);

    assert.equal(events.length, 1);
    assert.deepEqual(done, ['handed megan on for r1']);
  });

  it('asks for no sign-in when it is not the last, a rejection, or refused', async () => {
    const two = { request: aRequest('waiting', { policy: byLast(2) }) };
    const one = { request: aRequest('waiting', { policy: byLast() }) };

    const first = await press('approve', two, MEGAN);
    const rejection = await press('reject', one, MEGAN, { comment: 'because' });
    const foreign = await press('approve', one, ADELE);

    assert.deepEqual(
      [first, rejection, foreign].map(({ answer }) => drawn(answer).request.status),
      ['waiting', 'rejected', 'waiting'],
    );
  });

  it('asks for none where the requester is the executor', async () => {
    const { events, done } = await press('approve', { request: aRequest('waiting') }, MEGAN);

    assert.equal(events.length, 1);
    assert.deepEqual(done, []);
  });
});
