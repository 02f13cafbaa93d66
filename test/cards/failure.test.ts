import assert from 'node:assert/strict';
import { failureCard } from '../../src/cards/failure.ts';
import { FAILURE_WORDS } from '../../src/cards/failure-words.ts';
import { FAULT_CODES } from '../../src/errors.ts';
import { aForm } from '../requests/forms.ts';
import { CONSENT_URL, drawn, texts, travelled } from './drawn.ts';

const links = (card: ReturnType<typeof drawn>) =>
  (card.actions ?? []).filter(({ type }) => type === 'Action.OpenUrl');

describe('the words of a failure', () => {
  it('exist for every code, and for no other', () => {
    assert.deepEqual(Object.keys(FAILURE_WORDS).sort(), [...FAULT_CODES].sort());
  });

  for (const code of FAULT_CODES) {
    it(`${code}: say what happened, whether anything changed, and what to do next`, () => {
      const { title, happened, changed, next } = FAILURE_WORDS[code];

      assert.match(title, /^[A-Z].{5,70}[^.!]$/);
      for (const text of [happened, changed, next]) assert.match(text, /^[A-Z].{10,}\.$/);
      assert.match(changed, /\b(created|changed|may exist)\b/);
    });

    it(`${code}: hold no code and no name of a service's error`, () => {
      const words = Object.values(FAILURE_WORDS[code]).join(' ');

      assert.doesNotMatch(words, /AADSTS|HTTP|\b[45]\d\d\b|_|exception|undefined|[{}<>]/i);
    });
  }

  it('claim that nothing was created unless that is unknown', () => {
    for (const code of FAULT_CODES) {
      const { changed } = FAILURE_WORDS[code];

      assert.equal(/^(No|Nothing)\b/.test(changed), code !== 'outcome-unknown', code);
    }
  });

  it('send people to Intune first when the outcome is unknown', () => {
    const { changed, next } = FAILURE_WORDS['outcome-unknown'];

    assert.equal(changed, 'A connector may exist.');
    assert.match(next, /^Look in Intune .* before you try again\.$/);
  });
});

describe('failureCard', () => {
  for (const fault of FAULT_CODES) {
    it(`${fault}: shows the words in order and the reference last`, () => {
      const card = drawn(aForm('failed', { fault, reference: 'a1b2c3d4' }));

      const { title, happened, changed, next } = FAILURE_WORDS[fault];
      const shown = [title, happened, changed, next, 'Reference: a1b2c3d4'];
      assert.deepEqual(texts(card, 'TextBlock'), shown);
    });

    it(`${fault}: ${fault === 'consent-required' ? 'links' : 'does not link'} to the consent`, () => {
      const card = drawn(aForm('failed', { fault }));

      const urls = links(card).map(({ url }) => url);
      assert.deepEqual(urls, fault === 'consent-required' ? [CONSENT_URL] : []);
    });
  }

  it('opens the form again with its values', () => {
    const card = drawn(aForm('failed', { id: 'form-7' }));

    const [action] = card.actions ?? [];
    assert.equal(action?.title, 'Open the form again');
    assert.deepEqual([action?.verb, action?.data], ['form.open', { form: 'form-7' }]);
  });

  it('opens an empty form where there was none', () => {
    const props = { fault: 'internal', reference: 'a1b2c3d4', consentUrl: CONSENT_URL } as const;

    const card = travelled(failureCard(props));

    const [action] = card.actions ?? [];
    assert.equal(action?.title, 'New connector');
    assert.deepEqual([action?.verb, action?.data], ['form.open', { form: '' }]);
  });
});
