import assert from 'node:assert/strict';
import type { FormProps } from '../../src/cards/form.ts';
import { FORM_NOTICES, organizationOpen, tooFewApprovers } from '../../src/cards/form-notices.ts';
import {
  ALWAYS_REQUIRED,
  CONNECTOR_STATUSES,
  CONNECTOR_TYPES,
  FORM_FIELD_IDS,
  type FormFieldId,
  TEXT_RULES,
} from '../../src/requests/fields.ts';
import { elements, input, messageBeside } from '../support/cards.ts';
import { aFormCard, aRequest, inputs, NOW, texts } from './drawn.ts';

const EMPTY = aFormCard();

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
      const card = aFormCard({ draft: { status } });

      assert.equal(input(card, 'status').value, status);
    }
  });

  it('offers no date that lies ahead', () => {
    assert.equal(input(EMPTY, 'lastSyncDate').max, NOW.toISOString().slice(0, 10));
  });

  it('belongs to its form', () => {
    const { actions = [] } = aFormCard({ id: 'form-7' });

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

  for (const [name, notice, said] of [
    ['a known reason', 'forgotten', FORM_NOTICES.forgotten],
    ['words', 'Nothing was requested.', 'Nothing was requested.'],
  ] as const) {
    it(`says above the fields why it is shown again: ${name}`, () => {
      const card = aFormCard({ notice });

      const [, second] = card.body;
      assert.deepEqual(second, {
        type: 'RichTextBlock',
        inlines: [{ type: 'TextRun', text: said, color: 'Attention' }],
      });
    });
  }
});

describe('the form where others approve', () => {
  const card = aFormCard({ asksForJustification: true });

  it('asks for a justification besides, and insists on it', () => {
    const { label, isRequired, maxLength, value } = input(card, 'justification');

    assert.match(String(label), /^Why it is needed/);
    assert.deepEqual([isRequired, maxLength, value], [true, 500, '']);
  });

  it('asks for it below the fields of the connector and above the folded ones', () => {
    const ids = inputs(card).map(({ id }) => id);

    assert.deepEqual([ids[5], ids[6], ids[7]], ['primarySmtpAddress', 'justification', 'version']);
  });

  it('does not ask for it elsewhere', () => {
    assert.ok(inputs(EMPTY).every(({ id }) => id !== 'justification'));
  });

  it('is called what it does', () => {
    assert.equal(card.actions?.[0]?.title, 'Request connector');
    assert.equal(EMPTY.actions?.[0]?.title, 'Create connector');
  });
});

describe('the form after a mistake', () => {
  for (const field of FORM_FIELD_IDS) {
    it(`keeps the value of ${field} with the message directly below`, () => {
      const draft = { [field]: 'as typed' };
      const errors = { [field]: 'This is wrong.' };

      const card = aFormCard({ draft, errors, asksForJustification: true });

      assert.equal(input(card, field).value, 'as typed');
      assert.equal(messageBeside(card, field), 'This is wrong.');
      const others = FORM_FIELD_IDS.filter((other) => other !== field);
      for (const other of others) assert.equal(messageBeside(card, other), undefined, other);
    });
  }

  it('shows every message at once, each below its own field', () => {
    const errors = Object.fromEntries(FORM_FIELD_IDS.map((field) => [field, `${field} is wrong.`]));

    const card = aFormCard({ errors, asksForJustification: true });

    for (const field of FORM_FIELD_IDS) assert.equal(messageBeside(card, field), errors[field]);
  });

  const folded: readonly FormFieldId[] = ['version', 'status', 'lastSyncDate', 'lastSyncTime'];
  for (const field of FORM_FIELD_IDS) {
    it(`${folded.includes(field) ? 'unfolds' : 'leaves folded'} the rest for ${field}`, () => {
      const card = aFormCard({ errors: { [field]: 'This is wrong.' } });

      assert.equal(unfolded(card), folded.includes(field));
    });
  }

  it('was folded before', () => {
    assert.equal(unfolded(EMPTY), false);
  });
});

describe('a value that is longer than allowed', () => {
  for (const field of FORM_FIELD_IDS) {
    it(`comes back long enough to be refused again: ${field}`, () => {
      const draft = { [field]: 'x'.repeat(600) };

      const { value } = input(aFormCard({ draft, asksForJustification: true }), field);

      const limit = { ...TEXT_RULES, justification: { maxLength: 500 } }[String(field)]?.maxLength;
      assert.match(String(value), /^x+$/);
      assert.ok(String(value).length > (limit ?? 10));
    });
  }
});

describe('the notice that too few could approve', () => {
  const table = [
    [1, 0, 'one approval is needed here, and nobody could give it.'],
    [2, 0, '2 approvals are needed here, and nobody could give them.'],
    [2, 1, '2 approvals are needed here, and only one person could give them.'],
    [3, 2, '3 approvals are needed here, and only 2 people could give them.'],
  ] as const;
  for (const [needed, available, said] of table) {
    it(`needs ${needed}, has ${available}`, () => {
      const notice = tooFewApprovers({ needed, available });

      assert.equal(
        notice.startsWith(`Nothing was requested: ${said} Ask whoever runs`),
        true,
        notice,
      );
    });
  }
});

describe('the notice that the organization has an open request', () => {
  it('names it and what to do', () => {
    const notice = organizationOpen(aRequest('waiting'));

    assert.match(notice, /^Nothing was requested: .* request #7 by Alex Wilber .* still open\./);
    assert.match(notice, /Wait for its end, or change the organization\.$/);
  });
});

describe('an empty form that was drawn before', () => {
  const before = aFormCard();

  it('is what it would be if it were drawn, with its own id', () => {
    const card = aFormCard({ id: 'another' });

    // With a notice, be it an empty one, it is drawn each time.
    assert.deepEqual(card, aFormCard({ id: 'another', notice: '' }));
    assert.notDeepEqual(card, before);
  });

  it('allows the next day when that has come', () => {
    const card = aFormCard({ now: new Date('2026-03-02T00:00:00Z') });

    assert.equal(input(card, 'lastSyncDate').max, '2026-03-02');
  });

  it('asks for a justification where that is needed', () => {
    const card = aFormCard({ asksForJustification: true });

    assert.ok(inputs(card).some(({ id }) => id === 'justification'));
  });

  const others: readonly (readonly [said: string, change: Partial<FormProps>])[] = [
    ['Typed before', { draft: { exchangeAlias: 'Typed before' } }],
    ['Wrong.', { errors: { exchangeAlias: 'Wrong.' } }],
    ['Why it is shown.', { notice: 'Why it is shown.' }],
  ];
  for (const [said, change] of others) {
    it(`is drawn anew with ${JSON.stringify(change)}`, () => {
      const text = JSON.stringify(aFormCard(change));

      assert.ok(text.includes(said), text);
    });
  }
});
