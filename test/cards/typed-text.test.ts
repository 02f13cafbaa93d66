import assert from 'node:assert/strict';
import { TYPE_NAMES } from '../../src/cards/names.ts';
import { FIELD_IDS } from '../../src/requests/fields.ts';
import type { Form } from '../../src/requests/form.ts';
import { aForm } from '../requests/forms.ts';
import { type AdaptiveCard, input } from '../support/cards.ts';
import { drawn, inputs, texts } from './drawn.ts';

const EVIL = [
  '**evil** _evil_ `evil`',
  '[evil](https://evil.example)',
  '![evil](https://evil.example/x.png)',
  '<b>evil</b><script>evil()</script>&lt;evil&gt;',
  '<at>evil</at>',
  '${evil}',
  '$${evil} ${$root.evil} ${if(true, "evil", "")} {{DATE(evil)}}',
  '\u202eevil\u2066evil\u2069',
  '"evil\\" \\n \\u0041',
  'evil\r\n- evil\n1. evil',
  "evil' || 'evil",
];

/** The card without the places in which text stands as it was typed. */
function elsewhere(card: AdaptiveCard): string {
  return JSON.stringify(card, function (this: { type?: string }, key, value) {
    const typed =
      (key === 'text' && this.type === 'TextRun') ||
      (key === 'value' && this.type?.startsWith('Input.'));
    return typed ? '' : value;
  });
}

/** Values that the rules of today refuse: the cards must not rely on them. */
const evilForm = <S extends 'working' | 'created'>(status: S, evil: string): Form => {
  const { connector } = aForm('working');
  return aForm<'working' | 'created'>(status, {
    owner: { id: 'owner', name: `owner ${evil}` },
    connector: {
      exchangeConnectorType: connector.exchangeConnectorType,
      exchangeOrganization: `organization ${evil}`,
      exchangeAlias: `alias ${evil}`,
      serverName: `server ${evil}`,
      connectorServerName: `connector server ${evil}`,
      primarySmtpAddress: `address ${evil}`,
      version: `version ${evil}`,
      lastSyncDateTime: `last sync ${evil}`,
    },
  });
};
const SHOWN = [
  'organization',
  'alias',
  'server',
  'connector server',
  'address',
  'version',
  'last sync',
  'owner',
];

for (const status of ['working', 'created'] as const) {
  describe(`text typed by people on the card of a ${status} form`, () => {
    for (const evil of EVIL) {
      it(`is shown as typed: ${JSON.stringify(evil)}`, () => {
        const card = drawn(evilForm(status, evil));

        const runs = texts(card, 'TextRun').filter((text) => text.includes(evil));
        assert.deepEqual(
          runs,
          SHOWN.map((what) => `${what} ${evil}`),
        );
        assert.doesNotMatch(elsewhere(card), /evil/);
      });
    }
  });
}

describe('text that Graph sent', () => {
  for (const evil of EVIL) {
    it(`is shown as it came: ${JSON.stringify(evil)}`, () => {
      const card = drawn(aForm('created', { created: { id: evil, status: evil } }));

      assert.ok(texts(card, 'TextRun').includes(evil));
      assert.doesNotMatch(elsewhere(card), /evil/);
    });
  }
});

describe('text typed by people in the form', () => {
  for (const evil of EVIL) {
    it(`is a value and nothing else: ${JSON.stringify(evil)}`, () => {
      const draft = Object.fromEntries(FIELD_IDS.map((field) => [field, `${field} ${evil}`]));

      const card = drawn(aForm('open', { owner: { id: 'owner', name: evil }, draft }));

      for (const field of FIELD_IDS) assert.equal(input(card, field).value, `${field} ${evil}`);
      assert.equal(inputs(card).length, FIELD_IDS.length);
      assert.doesNotMatch(elsewhere(card), /evil/);
    });
  }
});

describe('the cards of a form that came to nothing', () => {
  for (const status of ['failed', 'cancelled'] as const) {
    it(`repeat nothing that was typed: ${status}`, () => {
      const draft = Object.fromEntries(FIELD_IDS.map((field) => [field, 'evil']));

      const card = drawn(aForm<'failed' | 'cancelled'>(status, { draft }));

      assert.doesNotMatch(JSON.stringify(card), /evil/);
    });
  }
});

describe('elsewhere', () => {
  it('finds text that is not shown as typed', () => {
    const block = { type: 'TextBlock', text: TYPE_NAMES.hosted };

    assert.match(elsewhere({ type: 'AdaptiveCard', body: [block] }), /Hosted/);
  });
});
