import assert from 'node:assert/strict';
import { REFUSAL_WORDS } from '../../src/cards/refusal-words.ts';
import { Fault } from '../../src/errors.ts';
import { ADELE, aPolicy, aRequest, later, MEGAN, T0 } from '../support/requests.ts';
import { drawn } from './handling.ts';
import { as, press } from './press.ts';

const AT = later(5000);

describe('a decision', () => {
  const request = aRequest('waiting');

  for (const type of ['approve', 'reject'] as const) {
    it(`is stored with who, when and why, for who may decide: ${type}`, async () => {
      const { events, answer } = await press(type, { request }, MEGAN, { comment: ' because ' });

      assert.deepEqual(events, [
        { type, by: as(MEGAN), at: AT, mayDecide: true, comment: 'because' },
      ]);
      assert.equal(drawn(answer).request.status, type === 'approve' ? 'provisioning' : 'rejected');
      assert.deepEqual(drawn(answer).remark, {});
    });

    it(`goes by who the approvers are now, not by who they were: ${type}`, async () => {
      const world = { request, approversNow: [ADELE] };

      const former = await press(type, world, MEGAN, { comment: 'because' });
      const present = await press(type, world, ADELE, { comment: 'because' });

      assert.deepEqual(former.events, []);
      const { remark } = drawn(former.answer);
      assert.deepEqual(remark, { notice: REFUSAL_WORDS['not-an-approver'] });
      assert.equal(present.events.length, 1);
    });
  }

  it('of an approver needs no comment to approve, and stores none', async () => {
    const { events } = await press('approve', { request }, MEGAN, { comment: '  ' });

    assert.deepEqual(events, [{ type: 'approve', by: as(MEGAN), at: AT, mayDecide: true }]);
  });

  it('to reject is not stored without a comment, which is asked for beside what was typed', async () => {
    const { events, answer } = await press('reject', { request }, MEGAN, { comment: ' ' });

    assert.deepEqual(events, []);
    const error = 'Say why you reject the request.';
    assert.deepEqual(answer, {
      type: 'card',
      card: {
        request,
        viewer: { id: MEGAN.id, mayDecide: true },
        remark: { comment: { value: ' ', error } },
      },
      request: 'r1',
      notice: error,
    });
  });

  it('with a comment that is far too long shows the beginning of it', async () => {
    const { events, answer } = await press('approve', { request }, MEGAN, {
      comment: 'x'.repeat(301),
    });

    assert.deepEqual(events, []);
    assert.equal(drawn(answer).remark?.comment?.value, 'x'.repeat(300));
  });

  it('with a comment that is no text shows an empty one', async () => {
    const { answer } = await press('reject', { request }, MEGAN, { comment: ['x'] });

    assert.equal(drawn(answer).remark?.comment?.value, '');
  });

  it('of others is refused whatever they have written', async () => {
    for (const comment of ['', 'because']) {
      const { events, answer } = await press('reject', { request }, ADELE, { comment });

      assert.deepEqual(events, []);
      assert.deepEqual(drawn(answer).remark, { notice: REFUSAL_WORDS['not-an-approver'] });
    }
  });

  it('is judged anew when somebody else wrote first', async () => {
    const rivals = [
      aRequest('waiting', { approvals: [{ by: ADELE, at: T0 }] }),
      aRequest('cancelled', { approvals: [] }),
    ];

    const { events, answer } = await press('approve', { request, rivals }, MEGAN);

    assert.deepEqual(events, []);
    assert.equal(drawn(answer).request.status, 'cancelled');
    assert.deepEqual(drawn(answer).remark, { notice: REFUSAL_WORDS['already-decided'] });
  });

  it('that somebody else overtook counts where it still can', async () => {
    const policy = aPolicy({ approvalsNeeded: 2 });
    const rivals = [aRequest('waiting', { policy, approvals: [{ by: ADELE, at: T0 }] })];
    const world = {
      request: aRequest('waiting', { policy }),
      rivals,
      approversNow: [ADELE, MEGAN],
    };

    const { events, answer } = await press('approve', world, MEGAN);

    assert.equal(events.length, 1);
    assert.equal(drawn(answer).request.status, 'provisioning');
  });
});

describe('a failure on the way to a decision', () => {
  const request = aRequest('waiting');

  it('leaves the card with what happened, that nothing was changed, and the reference', async () => {
    const approversNow = new Fault('approvers-unavailable');

    const { events, answer, lines } = await press('approve', { request, approversNow }, MEGAN);

    assert.deepEqual(events, []);
    assert.equal(
      drawn(answer).remark?.notice,
      'Microsoft Graph or Teams did not say who the approvers are. Nothing was changed. ' +
        'Try again in a few minutes. Reference: ref-1',
    );
    assert.match(lines.join(''), /"request":"r1".*action failed/);
  });

  for (const error of [new Fault('database-unavailable'), new Error('a mistake')]) {
    it(`is told by others where no card can be drawn: ${error.message}`, async () => {
      await assert.rejects(press('approve', { request, approversNow: error }, MEGAN), error);
    });
  }
});
