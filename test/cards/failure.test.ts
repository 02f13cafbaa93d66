import assert from 'node:assert/strict';
import { failureCard } from '../../src/cards/failure.ts';
import { FAILURE_WORDS, turnFailureWords } from '../../src/cards/failure-words.ts';
import { FAULT_CODES, type FaultCode } from '../../src/errors.ts';
import { texts, travelled } from './drawn.ts';

const failure = (fault: FaultCode) => travelled(failureCard({ fault, reference: 'a1b2c3d4' }));

const UNCERTAIN: readonly FaultCode[] = ['teams-unavailable', 'database-unavailable', 'internal'];

describe('the words of a failure', () => {
  it('exist for every code, and for no other', () => {
    assert.deepEqual(Object.keys(FAILURE_WORDS).sort(), [...FAULT_CODES].sort());
  });

  for (const code of FAULT_CODES) {
    for (const [where, words] of [
      ['of a request', FAILURE_WORDS[code]],
      ['of a turn', turnFailureWords(code)],
    ] as const) {
      it(`${code} ${where}: say what happened, whether anything changed, and what to do next`, () => {
        const { title, happened, changed, next } = words;

        assert.match(title, /^[A-Z].{5,70}[^.!]$/);
        for (const text of [happened, changed, next]) assert.match(text, /^[A-Z].{10,}\.$/);
        assert.match(changed, /\b(created|changed|may exist)\b/);
      });

      it(`${code} ${where}: hold no code and no name of a service's error`, () => {
        const all = Object.values(words).join(' ');

        assert.doesNotMatch(all, /AADSTS|HTTP|\b[45]\d\d\b|_|exception|undefined|[{}<>]/i);
      });
    }

    it(`${code}: speak of no button that a request has not`, () => {
      const said = Object.values(FAILURE_WORDS[code]).join(' ');

      assert.doesNotMatch(said, /Create connector|Request connector|press/i);
    });
  }

  it('claim that nothing was created unless that is unknown', () => {
    for (const code of FAULT_CODES) {
      const { changed } = FAILURE_WORDS[code];

      assert.equal(/^(No|Nothing)\b/.test(changed), code !== 'outcome-unknown', code);
    }
  });

  it('claim nothing of a turn that may have been stored before it broke off', () => {
    for (const code of FAULT_CODES) {
      const { changed } = turnFailureWords(code);

      const claims = /^(No|Nothing)\b/.test(changed);
      assert.equal(claims, code !== 'outcome-unknown' && !UNCERTAIN.includes(code), code);
    }
  });

  it('say how to look for a connector that may exist, and that trying again is safe', () => {
    const { changed, next } = FAILURE_WORDS['outcome-unknown'];

    assert.equal(changed, 'A connector may exist.');
    assert.match(next, /^Look in Intune under Tenant administration, .* Exchange access/);
    assert.match(next, /Try again looks there, too, before it creates anything/);
  });

  it('do not send people to sign out where trying again is enough', () => {
    for (const code of ['wrong-account', 'sign-in-unavailable', 'throttled'] as const) {
      assert.doesNotMatch(FAILURE_WORDS[code].next, /sign out/, code);
    }
  });
});

describe('failureCard', () => {
  for (const fault of FAULT_CODES) {
    it(`${fault}: shows the words in order and the reference last`, () => {
      const card = failure(fault);

      const { title, happened, changed, next } = turnFailureWords(fault);
      const shown = [title, happened, changed, next, 'Reference: a1b2c3d4'];
      assert.deepEqual(texts(card, 'TextBlock'), shown);
    });
  }

  it('opens a new form', () => {
    const [action] = failure('internal').actions ?? [];

    assert.equal(action?.title, 'New connector');
    assert.deepEqual([action?.verb, action?.data], ['form.open', { form: 'none' }]);
  });
});
