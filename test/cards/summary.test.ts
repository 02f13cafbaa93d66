import assert from 'node:assert/strict';
import { STATUS_NAMES, TYPE_NAMES } from '../../src/cards/names.ts';
import { CONNECTOR_STATUSES, CONNECTOR_TYPES } from '../../src/requests/fields.ts';
import { aForm } from '../requests/forms.ts';
import { type AdaptiveCard, elements } from '../support/cards.ts';
import { drawn, texts } from './drawn.ts';

const everything = {
  exchangeConnectorType: 'dedicated',
  exchangeOrganization: 'Contoso',
  exchangeAlias: 'exchange-contoso',
  serverName: 'exch01.contoso.com',
  connectorServerName: 'conn01.contoso.com',
  primarySmtpAddress: 'exchange@contoso.com',
  version: '15.2.1118.7',
  status: 'connected',
  lastSyncDateTime: '2026-02-28T07:30:00Z',
} as const;

/** Each row of a card as its label and its value. */
const rows = (card: AdaptiveCard): readonly (readonly string[])[] =>
  elements(card.body)
    .filter(({ type }) => type === 'ColumnSet')
    .map((set) =>
      elements(set).flatMap(({ type, text }) => (/^Text/.test(type) ? [String(text)] : [])),
    );

const verbs = (card: AdaptiveCard) => card.actions?.map(({ title, verb }) => [title, verb]);

describe('summaryCard', () => {
  it('shows id and status first, then what was asked for, by whom and when', () => {
    const card = drawn(aForm('created', { connector: everything }));

    assert.deepEqual(rows(card), [
      ['Connector id', 'c0ffee00-0000-4000-8000-000000000001'],
      ['Status', 'Connection pending'],
      ['Kind', 'Dedicated'],
      ['Organization', 'Contoso'],
      ['Alias', 'exchange-contoso'],
      ['Exchange server', 'exch01.contoso.com'],
      ['Connector server', 'conn01.contoso.com'],
      ['SMTP address', 'exchange@contoso.com'],
      ['Version', '15.2.1118.7'],
      ['Last sync', '2026-02-28T07:30:00Z'],
      ['Asked by', 'Alex Weber'],
      ['Asked', '2026-03-01 09:30 UTC'],
      ['Created', '2026-03-01 09:30 UTC'],
    ]);
  });

  it('has no row for what was left empty', () => {
    const labels = rows(drawn(aForm('created'))).map(([label]) => label);

    assert.deepEqual(labels, [
      'Connector id',
      'Status',
      'Kind',
      'Organization',
      'Alias',
      'SMTP address',
      'Asked by',
      'Asked',
      'Created',
    ]);
  });

  it('shows the status that Graph gave, not the one asked for', () => {
    const created = { id: 'c-1', status: 'disconnected' };

    const card = drawn(aForm('created', { created, connector: everything }));

    assert.deepEqual(rows(card)[1], ['Status', 'Disconnected']);
  });

  for (const status of ['unknown', 'unknownFutureValue', 'toString', '']) {
    it(`does not guess what the status ${JSON.stringify(status)} means`, () => {
      const card = drawn(aForm('created', { created: { id: 'c-1', status } }));

      assert.deepEqual(rows(card)[1], ['Status', 'Unknown to this bot']);
    });
  }

  it('says that the connector is there', () => {
    const [title] = texts(drawn(aForm('created')), 'TextBlock');

    assert.equal(title, 'Exchange connector created');
  });

  it('offers to look again and to ask for another', () => {
    const card = drawn(aForm('created', { id: 'form-7' }));

    assert.deepEqual(verbs(card), [
      ['Refresh status', 'request.refresh'],
      ['New connector', 'form.open'],
    ]);
    for (const { data } of card.actions ?? []) assert.deepEqual(data, { request: 'form-7' });
  });
});

describe('workingCard', () => {
  it('shows what was asked for, by whom and when', () => {
    const card = drawn(aForm('working'));

    assert.deepEqual(rows(card), [
      ['Kind', 'Hosted'],
      ['Organization', 'Contoso'],
      ['Alias', 'exchange-contoso'],
      ['SMTP address', 'exchange@contoso.com'],
      ['Asked by', 'Alex Weber'],
      ['Asked', '2026-03-01 09:30 UTC'],
    ]);
  });

  it('asks for patience, and claims no result', () => {
    const [title, text] = texts(drawn(aForm('working')), 'TextBlock');

    assert.match(title ?? '', /^Creating the Exchange connector/);
    assert.match(text ?? '', /updates itself; there is nothing to do/);
  });

  it('offers nothing but to look again', () => {
    const card = drawn(aForm('working', { id: 'form-7' }));

    assert.deepEqual(verbs(card), [['Refresh', 'request.refresh']]);
    assert.deepEqual(card.actions?.[0]?.data, { request: 'form-7' });
  });
});

describe('names', () => {
  it('tell every kind and every status apart', () => {
    const kinds = CONNECTOR_TYPES.map((type) => TYPE_NAMES[type]);
    const statuses = CONNECTOR_STATUSES.map((status) => STATUS_NAMES[status]);

    assert.equal(new Set(kinds).size, CONNECTOR_TYPES.length);
    assert.equal(new Set(statuses).size, CONNECTOR_STATUSES.length);
  });
});
