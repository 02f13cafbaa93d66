import assert from 'node:assert/strict';
import { cancelledCard } from '../../src/cards/cancelled.ts';
import { texts, travelled } from './drawn.ts';

describe('cancelledCard', () => {
  const card = travelled(cancelledCard('form-7'));

  it('says that nothing was created', () => {
    assert.deepEqual(texts(card, 'TextBlock'), ['Form cancelled', 'Nothing was created.']);
  });

  it('offers a new form', () => {
    const { actions = [] } = card;

    assert.deepEqual(
      actions.map(({ title, verb, data }) => [title, verb, data]),
      [['New connector', 'form.open', { form: 'form-7' }]],
    );
  });
});
