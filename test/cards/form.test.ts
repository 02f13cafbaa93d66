import assert from 'node:assert/strict';
import {
  ALWAYS_REQUIRED,
  CONNECTOR_STATUSES,
  CONNECTOR_TYPES,
  FIELD_IDS,
  type FieldId,
} from '../../src/requests/fields.ts';
import { aForm } from '../requests/forms.ts';
import { elements, input, messageBeside } from '../support/cards.ts';
import { drawn, inputs, NOW, texts } from './drawn.ts';

const EMPTY = drawn(aForm('open', { draft: {} }));

/** Whether the fields that people seldom need are unfolded. */
const unfolded = (card: typeof EMPTY) => input(card, 'advanced').isVisible;

describe('formCard', () => {
  it('asks for the fields of the contract', () => {
    assert.deepEqual(
      inputs(EMPTY).map(({ id }) => id),
      [
        'exchangeConnectorType',
        'exchangeOrganization',
        'exchangeAlias',
        'serverName',
        'connectorServerName',
        'primarySmtpAddress',
        'version',
        'status',
        'lastSyncDate',
        'lastSyncTime',
      ],
    );
  });

  it('takes each field with the input made for it', () => {
    const types = Object.fromEntries(inputs(EMPTY).map(({ id, type }) => [id, type]));

    const { exchangeConnectorType, status, lastSyncDate, lastSyncTime, ...others } = types;
    assert.deepEqual(
      [exchangeConnectorType, status, lastSyncDate, lastSyncTime],
      ['Input.ChoiceSet', 'Input.ChoiceSet', 'Input.Date', 'Input.Time'],
    );
    assert.deepEqual(new Set(Object.values(others)), new Set(['Input.Text']));
  });

  it('insists only on what every connector needs', () => {
    const insisted = inputs(EMPTY).filter(({ isRequired }) => isRequired === true);

    assert.deepEqual(
      insisted.map(({ id }) => id),
      ALWAYS_REQUIRED,
    );
  });

  for (const [id, values] of [
    ['exchangeConnectorType', CONNECTOR_TYPES],
    ['status', CONNECTOR_STATUSES],
  ] as const) {
    it(`offers every ${id} that may be sent, under a name of its own`, () => {
      // The card's template gives a ChoiceSet its choices.
      const choices = input(EMPTY, id).choices as readonly { title: string; value: string }[];

      assert.deepEqual(
        choices.map(({ value }) => value),
        values,
      );
      assert.ok(choices.every(({ title }) => /^[A-Z]/.test(title)));
      assert.equal(new Set(choices.map(({ title }) => title)).size, values.length);
    });
  }

  it('says that on-premises connectors are retired', () => {
    const warning = texts(EMPTY, 'TextBlock').find((text) => /retired/.test(text));

    assert.match(warning ?? '', /July 2020.*19 February 2024.*[Hh]ybrid modern authentication/);
  });

  it('preselects the status, and no other field', () => {
    const given = inputs(EMPTY).filter(({ value }) => value !== '');

    assert.deepEqual(
      given.map(({ id, value }) => [id, value]),
      [['status', 'connectionPending']],
    );
  });

  it('keeps a status that was chosen or cleared', () => {
    for (const status of ['disconnected', '']) {
      const card = drawn(aForm('open', { draft: { status } }));

      assert.equal(input(card, 'status').value, status);
    }
  });

  it('offers no date that lies ahead', () => {
    assert.equal(input(EMPTY, 'lastSyncDate').max, NOW.toISOString().slice(0, 10));
  });

  it('belongs to its form', () => {
    const { actions = [] } = drawn(aForm('open', { id: 'form-7' }));

    assert.deepEqual(
      actions.map(({ verb, data }) => [verb, data]),
      [
        ['form.submit', { form: 'form-7' }],
        ['form.cancel', { form: 'form-7' }],
      ],
    );
  });

  it('shows no message while nothing is wrong', () => {
    const coloured = elements(EMPTY.body).filter(({ color }) => color !== undefined);

    assert.deepEqual(coloured, []);
  });

  for (const [notice, said] of [
    ['sign-in', /sign-in is needed.*Nothing was created.*press Create connector again/],
    ['forgotten', /restarted.*look in Intune first/],
  ] as const) {
    it(`says above the fields why it is shown again: ${notice}`, () => {
      const card = drawn(aForm('open', { notice }));

      const [, second] = card.body;
      assert.match(String(second?.text), said);
      assert.equal(second?.color, 'Warning');
    });
  }
});

describe('the form after a mistake', () => {
  for (const field of FIELD_IDS) {
    it(`keeps the value of ${field} with the message directly below`, () => {
      const draft = { [field]: 'as typed' };
      const errors = { [field]: 'This is wrong.' };

      const card = drawn(aForm('open', { draft, errors }));

      assert.equal(input(card, field).value, 'as typed');
      assert.equal(messageBeside(card, field), 'This is wrong.');
      const others = FIELD_IDS.filter((other) => other !== field);
      for (const other of others) assert.equal(messageBeside(card, other), undefined, other);
    });
  }

  it('shows every message at once, each below its own field', () => {
    const errors = Object.fromEntries(FIELD_IDS.map((field) => [field, `${field} is wrong.`]));

    const card = drawn(aForm('open', { errors }));

    for (const field of FIELD_IDS) assert.equal(messageBeside(card, field), errors[field]);
  });

  const folded: readonly FieldId[] = ['version', 'status', 'lastSyncDate', 'lastSyncTime'];
  for (const field of FIELD_IDS) {
    it(`${folded.includes(field) ? 'unfolds' : 'leaves folded'} the rest for ${field}`, () => {
      const card = drawn(aForm('open', { errors: { [field]: 'This is wrong.' } }));

      assert.equal(unfolded(card), folded.includes(field));
    });
  }

  it('was folded before', () => {
    assert.equal(unfolded(EMPTY), false);
  });
});
