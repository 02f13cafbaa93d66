import assert from 'node:assert/strict';
import { CheckedTokens } from '../../src/bot/checked-tokens.ts';

const TOKEN = 'Bearer a.b.c';
const URL = 'https://smba.example/emea/';
const MINUTE = 60_000;
const NOON = Date.parse('2026-07-01T12:00:00Z');

/** The seconds of a token that ends so long after noon. */
const endsAfter = (ms: number): number => (NOON + ms) / 1000;

describe('CheckedTokens', () => {
  let now = NOON;
  let checked: CheckedTokens;
  beforeEach(() => {
    now = NOON;
    checked = new CheckedTokens(() => new Date(now));
  });

  it('has what was found genuine, and nothing else', () => {
    checked.add(TOKEN, URL, endsAfter(60 * MINUTE));

    assert.equal(checked.has(TOKEN, URL), true);
    for (const [token, url] of [
      ['Bearer a.b.d', URL],
      [`${TOKEN} `, URL],
      [TOKEN.toLowerCase(), URL],
      [TOKEN, URL.toUpperCase()],
      [TOKEN, 'https://smba.example/amer/'],
      [TOKEN, ''],
      ['', URL],
      [`${TOKEN}${URL}`, ''],
      ['', `${TOKEN}${URL}`],
      [`${TOKEN}\n${URL}`, ''],
    ] as const) {
      assert.equal(checked.has(token, url), false, `${token} ${url}`);
    }
  });

  for (const [what, end, atLast] of [
    ['five minutes', 60 * MINUTE, 5 * MINUTE - 1],
    ['no longer than it is valid', 2 * MINUTE, 2 * MINUTE - 1],
  ] as const) {
    it(`has it for ${what}`, () => {
      checked.add(TOKEN, URL, endsAfter(end));

      now = NOON + atLast;
      assert.equal(checked.has(TOKEN, URL), true);
      now += 1;
      assert.equal(checked.has(TOKEN, URL), false);
    });
  }

  it('has it anew after another check', () => {
    checked.add(TOKEN, URL, endsAfter(60 * MINUTE));
    now = NOON + 6 * MINUTE;
    checked.add(TOKEN, URL, endsAfter(60 * MINUTE));

    now = NOON + 10 * MINUTE;
    assert.equal(checked.has(TOKEN, URL), true);
  });

  it('trusts no clock that was set back', () => {
    checked.add(TOKEN, URL, endsAfter(60 * MINUTE));

    now = NOON - 1;
    assert.equal(checked.has(TOKEN, URL), false);
  });

  for (const end of [Number.NaN, 0, endsAfter(-1)]) {
    it(`never has what ends at ${end}`, () => {
      checked.add(TOKEN, URL, end);

      assert.equal(checked.has(TOKEN, URL), false);
    });
  }

  it('keeps a hundred at most', () => {
    const tokens = Array.from({ length: 250 }, (_, index) => `${TOKEN}${index}`);
    for (const token of tokens) checked.add(token, URL, endsAfter(60 * MINUTE));

    const kept = tokens.filter((token) => checked.has(token, URL));
    assert.ok(kept.length <= 100, `${kept.length}`);
    assert.equal(kept.at(-1), tokens.at(-1));
  });
});
