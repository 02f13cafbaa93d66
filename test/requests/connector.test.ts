import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  draftFrom,
  draftOf,
  organizationKey,
  parseConnector,
} from '../../src/requests/connector.ts';
import { CONNECTOR_TYPES, FIELD_IDS, TEXT_RULES } from '../../src/requests/fields.ts';
import { anInput } from '../support/builders.ts';

const NOW = new Date('2026-03-01T12:00:00Z');

function accepted(input: object) {
  const parsed = parseConnector(input, NOW);
  assert.ok(parsed.ok, JSON.stringify(parsed));
  return parsed.connector;
}

function refused(input: object) {
  const parsed = parseConnector(input, NOW);
  assert.ok(!parsed.ok, JSON.stringify(parsed));
  return parsed;
}

describe('parseConnector', () => {
  it('keeps what was given and leaves out what was left empty', () => {
    const connector = accepted(anInput());

    assert.deepEqual(connector, {
      exchangeConnectorType: 'hosted',
      exchangeOrganization: 'Contoso',
      exchangeAlias: 'exchange-contoso',
      primarySmtpAddress: 'exchange@contoso.com',
      status: 'connectionPending',
    });
  });

  it('keeps every field that was filled in', () => {
    const connector = accepted({
      exchangeConnectorType: 'dedicated',
      exchangeOrganization: 'Contoso',
      exchangeAlias: 'exchange-contoso',
      serverName: 'exch01.contoso.com',
      connectorServerName: '10.0.0.1',
      primarySmtpAddress: 'exchange@contoso.com',
      version: '15.2.1118.7',
      status: 'connected',
      lastSyncDate: '2026-02-28',
      lastSyncTime: '07:30:15',
    });

    assert.deepEqual(connector, {
      exchangeConnectorType: 'dedicated',
      exchangeOrganization: 'Contoso',
      exchangeAlias: 'exchange-contoso',
      serverName: 'exch01.contoso.com',
      connectorServerName: '10.0.0.1',
      primarySmtpAddress: 'exchange@contoso.com',
      version: '15.2.1118.7',
      status: 'connected',
      lastSyncDateTime: '2026-02-28T07:30:15Z',
    });
  });

  it('needs nothing beyond what the kind of connector needs', () => {
    const least = {
      exchangeConnectorType: 'hosted',
      exchangeOrganization: 'Contoso',
      exchangeAlias: 'contoso',
      primarySmtpAddress: 'exchange@contoso.com',
    };

    assert.deepEqual(accepted(least), least);
  });

  const spaces = [' ', '\t', '\r\n', '\u00a0', '\u2003', '\u3000', '\ufeff', ' \n\u00a0 '];
  for (const space of spaces) {
    it(`trims ${JSON.stringify(space)} around every field`, () => {
      const padded = Object.fromEntries(
        Object.entries(anInput()).map(([name, value]) => [name, `${space}${value}${space}`]),
      );

      assert.deepEqual(accepted(padded), accepted(anInput()));
    });
  }

  it('reads composed and decomposed letters as the same text', () => {
    const composed = 'Soci\u00e9t\u00e9 \u00c5ngstr\u00f6m';
    const decomposed = 'Socie\u0301te\u0301 A\u030angstro\u0308m';

    const { exchangeOrganization } = accepted(anInput({ exchangeOrganization: decomposed }));

    assert.equal(exchangeOrganization, composed);
  });

  it('counts the letters of a text after composing them', () => {
    const { exchangeOrganization } = accepted(
      anInput({ exchangeOrganization: 'e\u0301'.repeat(255) }),
    );

    assert.equal(exchangeOrganization, '\u00e9'.repeat(255));
  });

  it('keeps the case of letters', () => {
    const { exchangeOrganization } = accepted(anInput({ exchangeOrganization: 'cONTOSO' }));

    assert.equal(exchangeOrganization, 'cONTOSO');
  });

  it('counts characters without the surrounding space', () => {
    const { exchangeAlias } = accepted(anInput({ exchangeAlias: ` ${'a'.repeat(64)} ` }));

    assert.equal(exchangeAlias, 'a'.repeat(64));
  });

  it('reads the kind of connector only once to tell what it needs', () => {
    const { errors } = refused(
      anInput({ exchangeConnectorType: ' hosted ', primarySmtpAddress: '' }),
    );

    assert.deepEqual(Object.keys(errors), ['primarySmtpAddress']);
  });

  it('is not moved by the order of the fields', () => {
    const reversed = Object.fromEntries(Object.entries(anInput()).reverse());

    assert.deepEqual(accepted(reversed), accepted(anInput()));
  });

  it('does not change the submission', () => {
    const input = Object.freeze(anInput({ exchangeOrganization: ' Contoso ' }));

    accepted(input);

    assert.equal(input.exchangeOrganization, ' Contoso ');
  });
});

describe('what a kind of connector needs', () => {
  const needs = {
    onPremises: ['connectorServerName', 'serverName'],
    dedicated: ['connectorServerName', 'serverName'],
    hosted: ['primarySmtpAddress'],
    serviceToService: ['primarySmtpAddress'],
  } as const;
  const common = ['exchangeAlias', 'exchangeOrganization'];
  for (const type of CONNECTOR_TYPES) {
    for (const nothing of [undefined, '', '   ', '\n']) {
      it(`${type} names all that is missing when it holds ${JSON.stringify(nothing)}`, () => {
        const input = Object.fromEntries(FIELD_IDS.map((field) => [field, nothing]));

        const { errors } = refused({ ...input, exchangeConnectorType: type });

        assert.deepEqual(Object.keys(errors).sort(), [...common, ...needs[type]].sort());
        for (const message of Object.values(errors)) assert.match(message, /^Enter the /);
      });
    }

    it(`${type} is content with ${needs[type].join(' and ')}`, () => {
      const connector = accepted(anInput({ exchangeConnectorType: type }));

      for (const field of needs[type]) assert.ok(connector[field], field);
    });
  }

  it('is not guessed while the kind is missing or wrong', () => {
    for (const exchangeConnectorType of [undefined, '', 'unknownFutureValue', 'constructor']) {
      const { errors } = refused({
        exchangeConnectorType,
        exchangeOrganization: 'Contoso',
        exchangeAlias: 'contoso',
      });

      assert.deepEqual(Object.keys(errors), ['exchangeConnectorType']);
    }
  });

  it('allows fields that another kind needs', () => {
    const connector = accepted(
      anInput({ exchangeConnectorType: 'onPremises', primarySmtpAddress: 'a@contoso.com' }),
    );

    assert.equal(connector.primarySmtpAddress, 'a@contoso.com');
  });

  it('checks fields that only another kind needs', () => {
    const { errors } = refused(
      anInput({ exchangeConnectorType: 'hosted', serverName: 'not a host' }),
    );

    assert.deepEqual(errors, { serverName: TEXT_RULES.serverName.message });
  });
});

describe('the mistakes of a submission', () => {
  it('are reported all at once, one for each field', () => {
    const { errors, foreign } = refused({
      exchangeConnectorType: 'onPremises',
      exchangeOrganization: '-Contoso',
      exchangeAlias: 'two words',
      serverName: 'exch01:443',
      connectorServerName: '',
      primarySmtpAddress: 'contoso',
      version: '15',
      status: 'unknownFutureValue',
      lastSyncDate: '2026-02-30',
      lastSyncTime: '25:00',
      id: '1',
    });

    assert.deepEqual(errors, {
      exchangeOrganization: TEXT_RULES.exchangeOrganization.message,
      exchangeAlias: TEXT_RULES.exchangeAlias.message,
      serverName: TEXT_RULES.serverName.message,
      connectorServerName: 'Enter the connector server: this kind of connector needs it.',
      primarySmtpAddress: TEXT_RULES.primarySmtpAddress.message,
      version: TEXT_RULES.version.message,
      status: 'Choose one of the list.',
      lastSyncDate: 'Enter a real date as YYYY-MM-DD.',
      lastSyncTime: 'Enter a time (UTC) as HH:MM or HH:MM:SS.',
    });
    assert.deepEqual(foreign, ['id']);
  });

  it('of an empty form are the fields that every connector needs', () => {
    const { errors } = refused({});

    assert.deepEqual(errors, {
      exchangeConnectorType: 'Choose the kind of connector.',
      exchangeOrganization: 'Enter the Exchange organization.',
      exchangeAlias: 'Enter the alias.',
    });
  });

  it('include a last sync that lies ahead', () => {
    const { errors } = refused(anInput({ lastSyncDate: '2026-03-01', lastSyncTime: '12:01' }));

    assert.deepEqual(errors, { lastSyncDate: 'Enter a moment that is not in the future (UTC).' });
  });
});

describe('a value that is no text', () => {
  const values = [0, 1, true, false, null, {}, [], ['hosted'], { value: 'hosted' }];
  for (const field of FIELD_IDS) {
    for (const value of values) {
      it(`is refused as ${field}: ${JSON.stringify(value)}`, () => {
        const { errors } = refused(anInput({ [field]: value }));

        assert.equal(errors[field], 'This must be text.');
      });
    }
  }

  it('never becomes part of a message', () => {
    const value = { toString: () => 'evil' };

    const parsed = refused(Object.fromEntries(FIELD_IDS.map((field) => [field, value])));

    assert.ok(!JSON.stringify(parsed).includes('evil'));
    assert.deepEqual(Object.keys(parsed.errors).sort(), [...FIELD_IDS].sort());
  });
});

describe('a property that no form has', () => {
  const names = [
    'id',
    'lastSyncDateTime',
    '@odata.type',
    'constructor',
    'toString',
    'hasOwnProperty',
    '__proto__',
    'ServerName',
    'serverName ',
    'justification',
    '',
  ];
  for (const name of names) {
    it(`is refused and named: ${JSON.stringify(name)}`, () => {
      // Only the parser of JSON makes `__proto__` a property like any other.
      const input = JSON.parse(
        `${JSON.stringify(anInput()).slice(0, -1)},${JSON.stringify(name)}:"x"}`,
      );

      assert.deepEqual(refused(input), { ok: false, errors: {}, foreign: [name] });
    });
  }

  it('does not pollute prototypes', () => {
    parseConnector(JSON.parse('{"__proto__":{"exchangeAlias":"evil"}}'), NOW);

    assert.ok(!('exchangeAlias' in {}));
  });

  it('is named with all others', () => {
    const { foreign } = refused(anInput({ id: '1', verb: 'form.submit', constructor: {} }));

    assert.deepEqual([...foreign].sort(), ['constructor', 'id', 'verb']);
  });

  it('is refused in a list', () => {
    assert.equal(parseConnector(['hosted'], NOW).ok, false);
  });
});

describe('the outcome of any submission', () => {
  const value = fc.oneof(
    fc.constantFrom<unknown>('', ' ', 'hosted', 'onPremises', 'Contoso', 'EXCH01', '2026-01-01'),
    fc.constantFrom<unknown>('10:00', 'a@b.co', '1.2', 'connected', 'unknownFutureValue'),
    fc.string({ unit: 'binary' }),
    fc.anything(),
  );
  const submission = fc.oneof(
    fc.record(
      Object.fromEntries(FIELD_IDS.map((field) => [field, value])) as Record<string, typeof value>,
      { requiredKeys: [] },
    ),
    fc.dictionary(fc.constantFrom(...FIELD_IDS), value).map((changes) => anInput(changes)),
    fc.dictionary(fc.string(), value),
  );

  it('is text without a control character in every property of a connector', () => {
    fc.assert(
      fc.property(submission, (input) => {
        const parsed = parseConnector(input, NOW);

        for (const text of parsed.ok ? Object.values(parsed.connector) : []) {
          assert.ok(typeof text === 'string' && text !== '' && text === text.trim());
          assert.doesNotMatch(text, /\p{Cc}/u);
          assert.equal(text, text.normalize('NFC'));
        }
      }),
    );
  });

  it('is a mistake to show or a name to log when it is no connector', () => {
    fc.assert(
      fc.property(submission, (input) => {
        const parsed = parseConnector(input, NOW);

        const known: readonly string[] = FIELD_IDS;
        if (parsed.ok) return;
        assert.ok(Object.keys(parsed.errors).length + parsed.foreign.length > 0);
        assert.ok(Object.keys(parsed.errors).every((field) => known.includes(field)));
      }),
    );
  });
});

describe('draftOf', () => {
  it('keeps the texts of the form as they were typed', () => {
    const typed = { exchangeOrganization: '  <b>Contoso</b> ', version: '', serverName: 'é\u0000' };

    assert.deepEqual(draftOf(typed), typed);
  });

  it('keeps every field of the form', () => {
    const typed = Object.fromEntries(FIELD_IDS.map((field) => [field, `the ${field}`]));

    assert.deepEqual(draftOf(typed), typed);
  });

  it('cuts what is longer than any rule allows, between characters', () => {
    assert.deepEqual(draftOf({ version: 'x'.repeat(601) }), { version: 'x'.repeat(600) });
    assert.deepEqual(draftOf({ version: `${'x'.repeat(599)}\u{1f600}` }), {
      version: `${'x'.repeat(599)}\ufffd`,
    });
  });

  it('drops what is no text', () => {
    const values = [1, true, null, undefined, {}, []];
    for (const value of values) {
      assert.deepEqual(draftOf({ serverName: value, version: '1.0' }), { version: '1.0' });
    }
  });

  it('drops what no form has', () => {
    const input = JSON.parse(
      '{"__proto__":"x","id":"1","constructor":"x","form":"f","version":"1.0"}',
    );

    assert.deepEqual(draftOf(input), { version: '1.0' });
  });

  it('drops what is inherited', () => {
    assert.deepEqual(draftOf(Object.create({ serverName: 'EXCH01' })), {});
  });
});

describe('draftFrom', () => {
  const now = new Date('2026-03-01T12:00:00Z');

  for (const [what, changes] of [
    ['everything', { version: '15.2', lastSyncDate: '2026-02-28', lastSyncTime: '23:59:58' }],
    ['the least', { status: '' }],
  ] as const) {
    it(`gives a form that asks for the same connector again: ${what}`, () => {
      const parsed = parseConnector(anInput(changes), now);
      assert.ok(parsed.ok);

      const draft = draftFrom(parsed.connector);

      assert.deepEqual(parseConnector(draft, now), parsed);
      assert.ok(Object.values(draft).every((text) => text !== undefined));
    });
  }
});

describe('the key of an organization', () => {
  const same: [string, string][] = [
    ['Contoso', 'CONTOSO'],
    ['Zoë', 'ZOE\u0308'],
    ['Çilek', 'c\u0327ilek'],
    ['Straße', 'STRASSE'],
    ['Οδός', 'ΟΔΌΣ'],
  ];
  for (const [one, other] of same) {
    it(`is the same for ${one} and ${other}`, () => {
      assert.equal(organizationKey(one), organizationKey(other));
    });
  }

  it('differs for different organizations', () => {
    assert.notEqual(organizationKey('Contoso'), organizationKey('Contoso 2'));
  });
});
