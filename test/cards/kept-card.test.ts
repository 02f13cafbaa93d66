import assert from 'node:assert/strict';
import { keptCard } from '../../src/cards/kept-card.ts';
import type { Card } from '../../src/cards/render.ts';

interface Props {
  readonly id: string;
  readonly word: string;
}

const draw = ({ id, word }: Props): Card => ({
  type: 'AdaptiveCard',
  version: '1.5',
  body: [{ type: 'TextBlock', text: word }],
  actions: [{ data: { id } }, { data: { id, again: [id] } }],
});

/** Cards of one word are the same, and how often one was drawn. */
function counted(keyOf: (props: Props) => string | undefined = ({ word }) => word) {
  let drawn = 0;
  const card = keptCard((props: Props) => {
    drawn += 1;
    return draw(props);
  }, keyOf);
  return { card, drawn: () => drawn };
}

describe('keptCard', () => {
  it('gives each its own id, everywhere, though it draws once', () => {
    const { card, drawn } = counted();

    const cards = ['a', 'b', 'c'].map((id) => card({ id, word: 'hello' }));

    assert.deepEqual(
      cards,
      ['a', 'b', 'c'].map((id) => draw({ id, word: 'hello' })),
    );
    assert.equal(drawn(), 1);
  });

  for (const id of ['","word":"x', "$&$'$`", '\\', '\u0000id', '{{DATE(', '${word}', '']) {
    it(`takes ${JSON.stringify(id)} for an id and nothing else`, () => {
      const { card } = counted();

      assert.deepEqual(card({ id, word: 'hello' }), draw({ id, word: 'hello' }));
    });
  }

  it('draws what has another key anew', () => {
    const { card } = counted();

    const cards = ['one', 'two', 'one'].map((word) => card({ id: 'a', word }));

    assert.deepEqual(
      cards,
      ['one', 'two', 'one'].map((word) => draw({ id: 'a', word })),
    );
  });

  it('draws what has no key each time', () => {
    const { card, drawn } = counted(() => undefined);

    const cards = [1, 2].map(() => card({ id: 'a', word: 'hello' }));

    assert.deepEqual(cards, [draw({ id: 'a', word: 'hello' }), draw({ id: 'a', word: 'hello' })]);
    assert.equal(drawn(), 2);
  });

  it('lets nobody change what others are given', () => {
    const { card } = counted();
    Object.assign(card({ id: 'a', word: 'hello' }), { body: [] });

    assert.deepEqual(card({ id: 'b', word: 'hello' }), draw({ id: 'b', word: 'hello' }));
  });

  it('keeps a few only', () => {
    const { card, drawn } = counted();
    const words = Array.from({ length: 5 }, (_, index) => `word ${index}`);
    for (const word of words) card({ id: 'a', word });

    card({ id: 'a', word: 'word 0' });

    assert.equal(drawn(), 6);
  });
});
