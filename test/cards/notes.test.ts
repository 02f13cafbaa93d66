import assert from 'node:assert/strict';
import { outcomeNote, reminderNote } from '../../src/cards/notes.ts';
import { ALEX, aRequest, EVERY_STATE, LEE, MEGAN, NOW } from './drawn.ts';

const EVIL = '**x** [a](http://b) <at>x</at>';
const doubtSince = NOW;

describe('outcomeNote', () => {
  const table = [
    ['created', aRequest('created'), /is done: the Exchange connector was created\.$/],
    ['failed', aRequest('failed'), /has failed: its card says why, and what to do next\.$/],
    [
      'failed, outcome unknown',
      aRequest('failed', { fault: 'outcome-unknown' }),
      /has failed, and the connector may exist: its card says how to look\.$/,
    ],
    [
      'failed with an attempt in doubt',
      aRequest('failed', { fault: 'not-permitted', doubtSince }),
      /the connector may exist/,
    ],
    ['rejected', aRequest('rejected'), /was rejected: its card says why\.$/],
    ['cancelled', aRequest('cancelled'), /was cancelled\. No connector was created\.$/],
    [
      'expired while it waited for approval',
      aRequest('expired'),
      /has expired\. It was not approved in time \(0 of 1\)\. No connector was created\.$/,
    ],
    [
      'expired while blocked',
      aRequest('expired', { approvals: [{ by: MEGAN, at: NOW }] }),
      /has expired\. What it waited for was not done in time\. No connector was created\.$/,
    ],
    [
      'blocked',
      aRequest('blocked'),
      /has to wait: its card says what is missing, .* press Complete\.$/,
    ],
  ] as const;
  for (const [name, request, said] of table) {
    it(`tells the requester: ${name}`, () => {
      const note = outcomeNote(request);

      assert.match(note?.text ?? '', /^Request #7 /);
      assert.match(note?.text ?? '', said);
      assert.deepEqual(note?.to, [ALEX]);
    });
  }

  it('tells the executor first of what waits for them', () => {
    assert.deepEqual(outcomeNote(aRequest('blocked', { executor: LEE }))?.to, [LEE, ALEX]);
  });

  for (const status of ['waiting', 'provisioning'] as const) {
    it(`tells nobody of what is no outcome: ${status}`, () => {
      assert.equal(outcomeNote(aRequest(status)), undefined);
    });
  }

  it('holds nothing that people typed', () => {
    const evil = { id: 'evil', name: EVIL };
    const connector = { ...aRequest('waiting').connector, exchangeOrganization: EVIL };
    for (const [name, request] of EVERY_STATE) {
      const typed = { ...request, requestedBy: evil, justification: EVIL, connector };
      const rejection = { by: evil, at: NOW, comment: EVIL };

      const note = outcomeNote({ ...typed, ...('rejection' in request && { rejection }) });

      assert.doesNotMatch(note?.text ?? '', /[*[\]<>]/, name);
    }
  });
});

describe('reminderNote', () => {
  it('tells those who have not decided', () => {
    const note = reminderNote(aRequest('waiting'), [MEGAN, LEE]);

    assert.deepEqual(note.to, [MEGAN, LEE]);
    assert.match(note.text, /^Request #7 .* still waits for your decision: Approve or Reject/);
  });
});
