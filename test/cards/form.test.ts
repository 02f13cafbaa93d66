import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cardRegex, formCard } from '../../src/cards/form.ts';
import { parseConnector } from '../../src/requests/connector.ts';
import {
  ALWAYS_REQUIRED,
  CONNECTOR_STATUSES,
  CONNECTOR_TYPES,
  FIELD_IDS,
  TEXT_RULES,
  type TextField,
} from '../../src/requests/fields.ts';
import { anInput } from '../support/builders.ts';
import { elements, input, messageBeside } from '../support/cards.ts';

const NOW = new Date('2026-03-01T10:00:00Z');
const TEXT_FIELDS = Object.keys(TEXT_RULES) as TextField[];

const drawn = (draft = {}, errors = {}) =>
  formCard({ id: 'f', owner: { id: 'a', name: 'A' }, status: 'open', draft, errors }, NOW);

const serverAccepts = (field: TextField, value: string): boolean => {
  const parsed = parseConnector(anInput({ exchangeConnectorType: 'hosted', [field]: value }), NOW);
  return parsed.ok || parsed.errors[field] === undefined;
};

/** As the card's renderer does it. */
const cardAccepts = (field: TextField, value: string): boolean =>
  value.length <= TEXT_RULES[field].maxLength &&
  (value === '' || new RegExp(cardRegex(TEXT_RULES[field])).test(value));

describe('the form on the card', () => {
  it('has the inputs of the contract', () => {
    const ids = elements(drawn().body)
      .filter(({ type }) => type.startsWith('Input.'))
      .map(({ id }) => id);

    assert.deepEqual(new Set(ids), new Set(FIELD_IDS));
    assert.equal(ids.length, FIELD_IDS.length);
  });

  it('requires what every connector needs, and no more', () => {
    const required = elements(drawn().body)
      .filter(({ isRequired }) => isRequired === true)
      .map(({ id }) => id);

    assert.deepEqual(new Set(required), new Set(ALWAYS_REQUIRED));
  });

  it('offers the kinds and statuses that may be sent', () => {
    const card = drawn();
    const values = (id: string) =>
      (input(card, id).choices as { value: string }[]).map(({ value }) => value);

    assert.deepEqual(values('exchangeConnectorType'), [...CONNECTOR_TYPES]);
    assert.deepEqual(values('status'), [...CONNECTOR_STATUSES]);
    assert.equal(input(card, 'status').value, 'connectionPending');
  });

  it('keeps a status that was cleared', () => {
    assert.equal(input(drawn({ status: '' }), 'status').value, '');
  });

  it('takes no date of the future', () => {
    assert.equal(input(drawn(), 'lastSyncDate').max, '2026-03-01');
  });

  for (const field of FIELD_IDS) {
    it(`keeps the value of ${field} and shows its mistake below it`, () => {
      const card = drawn({ [field]: 'typed' }, { [field]: 'Wrong.' });

      assert.equal(input(card, field).value, 'typed');
      assert.equal(messageBeside(card, field), 'Wrong.');
    });
  }

  it('unfolds what is wrong in it', () => {
    const folded = (errors: object) => input(drawn({}, errors), 'advanced').isVisible;

    assert.equal(folded({}), false);
    assert.equal(folded({ exchangeAlias: 'Wrong.' }), false);
    assert.equal(folded({ lastSyncTime: 'Wrong.' }), true);
  });

  describe('checks like the server', () => {
    const examples: Readonly<Record<TextField, readonly string[]>> = {
      exchangeOrganization: [
        'Contoso',
        "O'Neill & Söhne",
        'Ünï 日本',
        '-x',
        ' x ',
        'a/b',
        'a\u0301',
      ],
      exchangeAlias: ['a', 'a.b', "!#$%&'*+-/=?^_`{|}~.", 'a b', 'a@b', 'ä', ' a '],
      serverName: ['EX01', 'a.b.c', '10.0.0.1', '::1', 'fe80::1', 'a b', 'a:25', '1.2.3', '-a', ''],
      connectorServerName: ['EX_01', '256.1.1.1', 'a..b', 'a.b-', 'x'.repeat(64)],
      primarySmtpAddress: [
        'a@b.cc',
        'a.b+c@d-e.fg',
        'a@b',
        'a b@c.de',
        '@b.cc',
        'a@b.c1',
        '.a@b.cc',
      ],
      version: ['1.2', '1.2.3.4', '1', '1.2.3.4.5', 'v1.2', '1.', ' 1.2 '],
    };
    const host = fc.oneof(fc.domain(), fc.ipV4(), fc.ipV6());
    const generated: Readonly<Record<TextField, fc.Arbitrary<string>>> = {
      exchangeOrganization: fc.stringMatching(/^[\p{L}\p{N}][\p{L}\p{M}\p{N} .\-_&']*$/u),
      exchangeAlias: fc.stringMatching(/^[!-~]{1,70}$/),
      serverName: host,
      connectorServerName: host,
      primarySmtpAddress: fc.emailAddress(),
      version: fc.stringMatching(/^\d+(\.\d+){1,3}$/),
    };
    for (const field of TEXT_FIELDS) {
      it(`${field}: refuses nothing that the server accepts`, () => {
        const value = fc.oneof(
          fc.constantFrom(...examples[field]),
          generated[field],
          fc.string({ maxLength: 20 }),
        );

        fc.assert(
          fc.property(value, (typed) => {
            fc.pre(serverAccepts(field, typed));
            assert.ok(cardAccepts(field, typed), JSON.stringify(typed));
          }),
        );
      });

      it(`${field}: agrees on plain ASCII`, () => {
        const text = fc.oneof(
          fc.constantFrom(...examples[field]).filter((example) => /^[ -~]*$/.test(example)),
          fc.stringMatching(/^[ -~]{0,12}$/),
        );

        fc.assert(
          fc.property(text, (typed) => {
            const trimmed = typed.trim();
            fc.pre(trimmed !== '');
            assert.equal(cardAccepts(field, trimmed), serverAccepts(field, trimmed), trimmed);
          }),
          { numRuns: 2000 },
        );
      });

      it(`${field}: allows as many characters`, () => {
        assert.equal(input(drawn(), field).maxLength, TEXT_RULES[field].maxLength);
      });
    }
  });
});
