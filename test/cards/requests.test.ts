import assert from 'node:assert/strict';
import type { Request } from '../../src/requests/request.ts';
import { type AdaptiveCard, elements } from '../support/cards.ts';
import { aList, aPolicy, aRequest, buttons, MEGAN, NOW, texts } from './drawn.ts';

/** Each line of the lists as it is read. */
const lines = (card: AdaptiveCard): readonly string[] =>
  elements(card.body)
    .filter(({ type }) => type === 'RichTextBlock')
    .map((block) =>
      elements(block.inlines)
        .map(({ text }) => text)
        .join(''),
    );

const numbered = <R extends Request>(request: R, number: number): R => ({ ...request, number });
const many = (count: number): readonly Request[] =>
  Array.from({ length: count }, (_, index) => numbered(aRequest('waiting'), index + 1));

const LISTS = {
  waiting: [numbered(aRequest('waiting', { requestedBy: MEGAN }), 9)],
  open: [numbered(aRequest('blocked'), 8), numbered(aRequest('provisioning'), 7)],
  finished: [numbered(aRequest('created'), 6), numbered(aRequest('failed'), 5)],
};

describe('requestsCard', () => {
  it('lists what waits for the person first, then their own', () => {
    const card = aList(LISTS);

    assert.deepEqual(texts(card, 'TextBlock'), [
      'Requests',
      'Type request and a number, such as request 7, to see one with its buttons.',
      'Waiting for your decision',
      'Your open requests',
      'Your latest finished requests',
    ]);
    assert.deepEqual(lines(card), [
      '#9  Contoso · waiting for approval, 0 of 1 · asked by Megan Bowen',
      '#8  Contoso · waiting for a sign-in',
      '#7  Contoso · being created',
      '#6  Contoso · created',
      '#5  Contoso · failed',
    ]);
  });

  it('tells neither what they are about nor who asks where others read along', () => {
    const card = aList({ ...LISTS, alone: false });

    assert.deepEqual(lines(card), [
      '#9  waiting for approval, 0 of 1',
      '#8  waiting for a sign-in',
      '#7  being created',
      '#6  created',
      '#5  failed',
    ]);
    assert.doesNotMatch(JSON.stringify(card), /Contoso|Megan|Alex/);
    assert.match(texts(card, 'TextBlock')[1] ?? '', /Where you are alone with me/);
  });

  it('leaves out a list that is empty', () => {
    const titles = texts(aList({ open: LISTS.open }), 'TextBlock').slice(2);

    assert.deepEqual(titles, ['Your open requests']);
  });

  it('says how to begin when there is nothing', () => {
    const card = aList();

    assert.match(
      texts(card, 'TextBlock')[1] ?? '',
      /^You have no requests, .* Type new to make one\.$/,
    );
    assert.deepEqual(lines(card), []);
    assert.deepEqual(buttons(card), ['New connector']);
  });

  for (const [count, title, shown] of [
    [12, 'Your open requests', 12],
    [13, 'Your open requests (12 of 13)', 12],
    [40, 'Your open requests (12 of 40)', 12],
    [100, 'Your open requests (12 of 100)', 12],
    [101, 'Your open requests (12 of more than 100)', 12],
  ] as const) {
    it(`shows ${shown} of ${count} and says so`, () => {
      const card = aList({ open: many(count) });

      assert.equal(texts(card, 'TextBlock')[2], title);
      assert.equal(lines(card).length, shown);
    });
  }

  it('counts the approvals', () => {
    const policy = aPolicy({ approvalsNeeded: 3 });
    const request = aRequest('waiting', { policy, approvals: [{ by: MEGAN, at: NOW }] });

    const [line] = lines(aList({ open: [request] }));

    assert.match(line ?? '', /waiting for approval, 1 of 3/);
  });
});
