import assert from 'node:assert/strict';
import {
  JUSTIFICATION_MESSAGE,
  MAX_COMMENT,
  parseComment,
  parseJustification,
} from '../../src/requests/justification.ts';

const CONTROLS = 'Remove line breaks and control characters.';
const LONG = `Use at most ${MAX_COMMENT} characters.`;

describe('a justification', () => {
  it('is asked for with the number of characters', () => {
    assert.match(JUSTIFICATION_MESSAGE, /10 to 500 characters why/);
  });

  const table: [string, unknown, string | { readonly error: string }][] = [
    ['ten characters', '0123456789', '0123456789'],
    ['nine characters', '012345678', { error: JUSTIFICATION_MESSAGE }],
    ['nine characters and spaces', ' 012345678  ', { error: JUSTIFICATION_MESSAGE }],
    ['500 characters', 'x'.repeat(500), 'x'.repeat(500)],
    ['501 characters', 'x'.repeat(501), { error: JUSTIFICATION_MESSAGE }],
    ['space around it', '  We migrate in May. ', 'We migrate in May.'],
    ['another spelling of one letter', 'Umzug nach Zu\u0308rich', 'Umzug nach Zürich'],
    ['a line break', 'We migrate\nin May.', { error: CONTROLS }],
    ['a NUL', 'We migrate\u0000in May.', { error: CONTROLS }],
    ['nothing', undefined, { error: JUSTIFICATION_MESSAGE }],
    ['what is no text', { text: 'We migrate in May.' }, { error: JUSTIFICATION_MESSAGE }],
  ];
  for (const [what, given, expected] of table) {
    it(`${typeof expected === 'string' ? 'takes' : 'refuses'} ${what}`, () => {
      assert.deepEqual(
        parseJustification(given),
        typeof expected === 'string' ? { ok: true, text: expected } : { ok: false, ...expected },
      );
    });
  }
});

describe('a comment', () => {
  const table: [string, unknown, boolean, string | undefined | { readonly error: string }][] = [
    ['nothing where it may be left out', undefined, false, undefined],
    ['spaces where it may be left out', '   ', false, undefined],
    ['nothing where it is needed', '', true, { error: 'Say why you reject the request.' }],
    ['spaces where it is needed', '  ', true, { error: 'Say why you reject the request.' }],
    ['a number where it is needed', 7, true, { error: 'Say why you reject the request.' }],
    ['one character', ' x ', true, 'x'],
    ['255 characters', 'x'.repeat(255), false, 'x'.repeat(255)],
    ['256 characters', 'x'.repeat(256), false, { error: LONG }],
    ['a tab', 'a\tb', false, { error: CONTROLS }],
  ];
  for (const [what, given, isRequired, expected] of table) {
    it(`${typeof expected === 'object' ? 'refuses' : 'takes'} ${what}`, () => {
      assert.deepEqual(
        parseComment(given, isRequired),
        typeof expected === 'object' ? { ok: false, ...expected } : { ok: true, text: expected },
      );
    });
  }
});
