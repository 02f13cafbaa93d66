import assert from 'node:assert/strict';
import { aForm } from '../requests/forms.ts';
import { drawn, texts } from './drawn.ts';

describe('cancelledCard', () => {
  const card = drawn(aForm('cancelled', { id: 'form-7' }));

  it('says that nothing was created', () => {
    assert.deepEqual(texts(card, 'TextBlock'), ['Form cancelled', 'Nothing was created.']);
  });

  it('offers a new form', () => {
    const { actions = [] } = card;

    assert.deepEqual(
      actions.map(({ verb, data }) => [verb, data]),
      [['form.open', { request: 'form-7' }]],
    );
  });
});
