import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseConnector } from '../../src/requests/connector.ts';
import { TEXT_RULES, type TextField } from '../../src/requests/fields.ts';
import { JUSTIFICATION_MESSAGE, parseJustification } from '../../src/requests/justification.ts';
import { anInput } from '../support/builders.ts';
import { input } from '../support/cards.ts';
import { aFormCard, NOW } from './drawn.ts';

const CARD = aFormCard({ asksForJustification: true });
// The keys of TEXT_RULES are the text fields.
const TEXT_FIELDS = Object.keys(TEXT_RULES) as TextField[];
const LABEL = 'a'.repeat(63);
const HOST_253 = [LABEL, LABEL, LABEL, 'a'.repeat(61)].join('.');

/** What a client of Teams runs before it sends a filled-in field. */
function cardAccepts(field: TextField, value: string): boolean {
  const { regex, maxLength } = input(CARD, field);
  return new RegExp(String(regex)).test(value) && value.length <= Number(maxLength);
}

function serverAccepts(field: TextField, value: string): boolean {
  const parsed = parseConnector(anInput({ exchangeConnectorType: 'hosted', [field]: value }), NOW);
  return parsed.ok || parsed.errors[field] === undefined;
}

const EXAMPLES: Readonly<Record<TextField, readonly string[]>> = {
  exchangeOrganization: [
    'Contoso',
    "O'Neil & Sons - North_2 Ltd.",
    'Soci\u00e9t\u00e9',
    'Socie\u0301te\u0301',
    '\u212bngstr\u00f6m',
    '株式会社',
    'नमस्ते',
    '𝒳 Labs',
    '\u0958',
    'a'.repeat(255),
  ],
  exchangeAlias: ['a', ".!#$%&'*+-/=?^_`{|}~", 'a'.repeat(64)],
  serverName: ['EXCH01', 'exch_01.contoso.com', HOST_253, '10.0.0.1', '::1', 'fe80::1'],
  connectorServerName: ['EXCH01', 'exch_01.contoso.com', HOST_253, '10.0.0.1', '::1', 'fe80::1'],
  primarySmtpAddress: ['exchange@contoso.com', "o'neil+x@mail.contoso.co.uk"],
  version: ['1.0', '15.2.1118.7'],
};

/** Made of what the fields are made of, so that many values are nearly right. */
const ascii = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom('a', 'EXCH01', 'contoso', '1', '256', '0', '15') },
      { weight: 5, arbitrary: fc.constantFrom('.', '.com', '@', '-', '_', ':', '::', 'fe80') },
      { weight: 2, arbitrary: fc.constantFrom(' ', '&', "'", '#', '+', '\t', '\n', LABEL) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary-ascii', maxLength: 4 }) },
    ),
    { minLength: 1, maxLength: 9 },
  )
  .map((parts) => parts.join(''));

const name = fc
  .tuple(fc.constantFrom('C', '7', 'é', 'е', '株'), fc.string({ unit: 'grapheme', maxLength: 40 }))
  .map((parts) => parts.join(''));

for (const field of TEXT_FIELDS) {
  describe(`the rule of ${field} on the card`, () => {
    it('accepts what the server accepts', () => {
      for (const value of EXAMPLES[field]) {
        assert.ok(serverAccepts(field, value), `server: ${value}`);
        assert.ok(cardAccepts(field, value), `card: ${value}`);
      }
    });

    it('is that of the server for ASCII', () => {
      fc.assert(
        fc.property(ascii, (value) => {
          fc.pre(value.trim() !== '');

          assert.equal(cardAccepts(field, value.trim()), serverAccepts(field, value));
        }),
        { numRuns: 500 },
      );
    });

    it('does not mind surrounding space, as the server does not', () => {
      const pattern = new RegExp(String(input(CARD, field).regex));
      fc.assert(
        fc.property(ascii, fc.constantFrom(' ', '\t', '  ', '\n'), (value, space) => {
          const trimmed = value.trim();

          assert.equal(pattern.test(`${space}${trimmed}${space}`), pattern.test(trimmed));
        }),
        {
          numRuns: 500,
          examples: [
            ['exch.123', ' '],
            [HOST_253, ' '],
          ],
        },
      );
    });

    it('holds as many characters as the server takes', () => {
      const limit = field === 'exchangeAlias' ? 64 : 255;

      assert.equal(input(CARD, field).maxLength, limit);
      assert.equal(TEXT_RULES[field].maxLength, limit);
    });

    it('is explained in the same words', () => {
      assert.equal(input(CARD, field).errorMessage, TEXT_RULES[field].message);
    });

    it('needs no flag, which a card cannot give', () => {
      assert.doesNotMatch(String(input(CARD, field).regex), /\\[pP]\{|\(\?<|\\u\{/);
    });

    it('answers at once whatever is typed', () => {
      const startedAt = performance.now();
      for (const part of ['a', '1', 'a.', '1.', 'a-', '1:', ' ', 'a@', '.', "'"]) {
        const long = part.repeat(255).slice(0, 255);
        for (const value of [`${long}\u0000`, `a${long}\u0000`, `a@${long}\u0000`]) {
          cardAccepts(field, value);
        }
      }

      assert.ok(performance.now() - startedAt < 1000);
    });
  });
}

describe('the rule of exchangeOrganization on the card, beyond ASCII', () => {
  it('never refuses what the server accepts', () => {
    fc.assert(
      fc.property(name, (value) => {
        if (!serverAccepts('exchangeOrganization', value)) return;
        assert.ok(cardAccepts('exchangeOrganization', value));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the rule of the justification on the card', () => {
  const { regex, maxLength, errorMessage, isRequired } = input(CARD, 'justification');
  const pattern = new RegExp(String(regex));
  const accepts = (value: string) => pattern.test(value) && value.length <= Number(maxLength);

  it('is explained in the words of the server', () => {
    assert.equal(errorMessage, JUSTIFICATION_MESSAGE);
    assert.equal(isRequired, true);
  });

  const table: readonly (readonly [name: string, value: string, ok: boolean])[] = [
    ['empty', '', false],
    ['blank', ' '.repeat(20), false],
    ['9 characters', 'a'.repeat(9), false],
    ['9 characters among blanks', `  ${'a'.repeat(9)}  `, false],
    ['10 characters', 'a'.repeat(10), true],
    ['10 characters with a blank within', 'aaaa bbbbb', true],
    ['500 characters', 'a'.repeat(500), true],
    ['501 characters', 'a'.repeat(501), false],
    ['a line break', 'aaaaaaaaaa\nbbb', false],
    ['a control character', 'aaaaaaaaaa\u009fbbb', false],
    ['letters of the world', '携帯電話でメールを読むため', true],
    ['Markdown and marks', '**why** [x](http://y) \u200b\u202e', true],
  ];
  for (const [name, value, ok] of table) {
    it(`${ok ? 'accepts' : 'refuses'} what the server does: ${name}`, () => {
      assert.equal(parseJustification(value).ok, ok, 'server');
      assert.equal(accepts(value), ok, 'card');
    });
  }

  it('is that of the server for ASCII', () => {
    const text = fc.array(fc.oneof(fc.constantFrom(' ', 'word', '\n', '\t'), fc.string()), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(text, (parts) => {
        const value = parts.join('');

        assert.equal(accepts(value), parseJustification(value).ok);
      }),
      { numRuns: 1000 },
    );
  });

  it('answers at once whatever is typed', () => {
    const startedAt = performance.now();
    for (const part of [' ', 'a', 'a ', '\t']) pattern.test(`${part.repeat(500)}\u0000`);

    assert.ok(performance.now() - startedAt < 1000);
  });
});
