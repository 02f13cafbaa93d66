import assert from 'node:assert/strict';
import type { AdaptiveCard } from '../support/cards.ts';
import { checkCard, checkMessage } from './shown.ts';

describe('the check of what is shown', () => {
  it('finds text where it is read as markup, or turns what stands beside it', () => {
    const block = { type: 'TextBlock', text: 'evil' };
    const run = (text: string) => ({ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text }] });
    const card = (element: object): AdaptiveCard =>
      ({ type: 'AdaptiveCard', body: [element] }) as AdaptiveCard;

    assert.throws(() => checkCard(card(block), []));
    assert.throws(() => checkCard(card(run('{{DATE(2020-01-01T00:00:00Z)}}')), []));
    assert.throws(() => checkCard(card(run('\u202eevil')), []));
    assert.throws(() => checkMessage({ text: 'By evil.' }, []));
    assert.throws(() => checkMessage({ text: 'By \u200fevil.', textFormat: 'plain' }, []));
    checkCard(card(run('\u202eevil')), ['\u202eevil']);
  });
});
