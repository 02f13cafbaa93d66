import assert from 'node:assert/strict';
import { parseConnector } from '../../src/requests/connector.ts';
import {
  CONNECTOR_STATUSES,
  CONNECTOR_TYPES,
  REQUIRED_MESSAGES,
  TEXT_RULES,
  type TextField,
} from '../../src/requests/fields.ts';
import { anInput } from '../support/builders.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const LABEL = 'a'.repeat(63);
const HOST_253 = [LABEL, LABEL, LABEL, 'a'.repeat(61)].join('.');
const DOMAIN_190 = [LABEL, LABEL, 'a'.repeat(58), 'com'].join('.');

interface Examples {
  readonly good: readonly string[];
  readonly bad: readonly string[];
  readonly tooLong: string;
}

const HOSTS: Examples = {
  good: [
    'E',
    'EXCH01',
    'exch_01',
    'exch-01',
    '3com',
    'exch01.contoso.com',
    'xn--bcher-kva.example',
    '1.example',
    LABEL,
    HOST_253,
    '10.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    '2001:DB8::1',
    '2001:db8:0:0:0:0:0:1',
  ],
  bad: [
    '7',
    '12345',
    '1.2.3',
    '1.2.3.4.5',
    '256.1.1.1',
    '01.2.3.4',
    'exch.123',
    'exch01:443',
    '10.0.0.1:443',
    '[::1]',
    '::1::',
    '1:2:3',
    'fe80::1%eth0',
    'exch 01',
    'exch01,exch02',
    'exch01.',
    '.exch01',
    'exch01..contoso.com',
    '.',
    '-exch01',
    'exch01-',
    '_exch01',
    'https://exch01',
    'exch01/owa',
    'user@exch01',
    '*.contoso.com',
    'bücher.example',
    `${LABEL}a`,
    `${HOST_253}a`,
  ],
  tooLong: `${HOST_253}.aa`,
};

const EXAMPLES: Readonly<Record<TextField, Examples>> = {
  exchangeOrganization: {
    good: [
      'C',
      '7',
      'Contoso',
      'contoso.onmicrosoft.com',
      'Contoso - North_2 & Sons',
      "O'Neil Ltd.",
      'Größe GmbH',
      '株式会社',
      'Ελλάδα',
      'नमस्ते',
      '𝒳 Labs',
      'a'.repeat(255),
    ],
    bad: [
      '-Contoso',
      '.Contoso',
      '&Contoso',
      "'Contoso",
      '_Contoso',
      'Contoso@example',
      'Contoso/North',
      'Contoso, Inc',
      'Contoso (North)',
      'Contoso "North"',
      'Contoso’s',
      '<b>Contoso</b>',
      '${Contoso}',
      'Contoso *North*',
      'Contoso\u202eosotnoC',
      'Con\u200btoso',
      'Contoso 🙂',
      'Con\u00a0toso',
      '\u0301Contoso',
    ],
    tooLong: 'a'.repeat(256),
  },
  exchangeAlias: {
    good: [
      'a',
      '.',
      '7',
      'exchange.contoso',
      'Exchange-Contoso_01',
      'a'.repeat(64),
      ...Array.from("!#$%&'*+-/=?^_`{|}~.", (sign) => `a${sign}b`),
      ...Array.from("!#$%&'*+-/=?^_`{|}~."),
    ],
    bad: [
      'two words',
      'a@contoso.com',
      'Größe',
      ...Array.from('"(),:;<>@[\\] \u00a0\u200b', (sign) => `a${sign}b`),
    ],
    tooLong: 'a'.repeat(65),
  },
  serverName: HOSTS,
  connectorServerName: HOSTS,
  primarySmtpAddress: {
    good: [
      'a@b.co',
      'exchange@contoso.com',
      'Exchange.Admin+north@mail.contoso.co.uk',
      "o'neil!#$%&*/=?^_`{|}~-@contoso.com",
      'exchange@xn--bcher-kva.example',
      'exchange@3com.example',
      'exchange@contoso.xn--p1ai',
      `${'a'.repeat(64)}@${DOMAIN_190}`,
    ],
    bad: [
      'contoso',
      'contoso.com',
      '@contoso.com',
      'exchange@',
      'exchange@contoso',
      'exchange@@contoso.com',
      'a@b@contoso.com',
      '.exchange@contoso.com',
      'exchange.@contoso.com',
      'ex..change@contoso.com',
      'ex change@contoso.com',
      '"ex change"@contoso.com',
      'exchange@-contoso.com',
      'exchange@contoso-.com',
      'exchange@contoso..com',
      'exchange@contoso.com.',
      'exchange@contoso.1',
      'exchange@contoso.c',
      'exchange@10.0.0.1',
      'exchange@[10.0.0.1]',
      'exchange@contoso.com:25',
      'exchange@con_toso.com',
      'mailto:exchange@contoso.com',
      'Alex <exchange@contoso.com>',
      'a@contoso.com,b@contoso.com',
      'größe@contoso.com',
      `exchange@${LABEL}a.com`,
      `${'a'.repeat(65)}@contoso.com`,
    ],
    tooLong: `${'a'.repeat(64)}@${LABEL}.${DOMAIN_190}`,
  },
  version: {
    good: ['1.0', '15.2.1118', '15.2.1118.7', '0.0.0.0', `1.${'0'.repeat(253)}`],
    bad: [
      '1',
      '1.',
      '.1',
      '1..2',
      '1.2.3.4.5',
      'v1.0',
      '1.0-beta',
      '1.x',
      '1,0',
      '1 .0',
      '-1.0',
      '١.٢',
    ],
    tooLong: `1.${'0'.repeat(254)}`,
  },
};

/** All but the field in question is right: `onPremises` and `hosted` need different fields. */
const parseWith = (field: string, value: unknown) =>
  parseConnector(anInput({ exchangeConnectorType: 'hosted', [field]: value }), NOW);

for (const [name, { good, bad, tooLong }] of Object.entries(EXAMPLES)) {
  // The keys of EXAMPLES are those of TEXT_RULES.
  const field = name as TextField;
  describe(field, () => {
    for (const value of good) {
      it(`accepts ${show(value)}`, () => {
        const parsed = parseWith(field, value);

        assert.ok(parsed.ok, JSON.stringify(parsed));
        assert.equal(parsed.connector[field], value);
      });
    }

    for (const value of bad) {
      it(`refuses ${show(value)}`, () => {
        const parsed = parseWith(field, value);

        const errors = { [field]: TEXT_RULES[field].message };
        assert.deepEqual(parsed, { ok: false, errors, foreign: [] });
      });
    }

    it('refuses a character more than it holds', () => {
      const parsed = parseWith(field, tooLong);

      const limit = field === 'exchangeAlias' ? 64 : 255;
      assert.ok(tooLong.length > limit);
      const errors = { [field]: `Use at most ${limit} characters.` };
      assert.deepEqual(parsed, { ok: false, errors, foreign: [] });
    });

    for (const control of ['\0', '\t', '\n', '\r\n', '\u001b', '\u007f', '\u0085', '\u009f']) {
      it(`refuses ${JSON.stringify(control)} within`, () => {
        const [value = ''] = good;

        const parsed = parseWith(field, `${value}${control}${value}`);

        const errors = { [field]: 'Remove line breaks and control characters.' };
        assert.deepEqual(parsed, { ok: false, errors, foreign: [] });
      });
    }
  });
}

describe('exchangeConnectorType', () => {
  it('is one of the four kinds', () => {
    assert.deepEqual(CONNECTOR_TYPES, ['onPremises', 'hosted', 'serviceToService', 'dedicated']);
  });

  for (const type of CONNECTOR_TYPES) {
    it(`accepts ${type}`, () => {
      const parsed = parseConnector(
        anInput({
          exchangeConnectorType: type,
          serverName: 'EXCH01',
          connectorServerName: 'EXCH01',
          primarySmtpAddress: 'a@contoso.com',
        }),
        NOW,
      );

      assert.ok(parsed.ok, JSON.stringify(parsed));
      assert.equal(parsed.connector.exchangeConnectorType, type);
    });
  }

  for (const type of ['unknownFutureValue', 'Hosted', 'hosted,onPremises', '1', 'toString']) {
    it(`refuses ${type}`, () => {
      const parsed = parseWith('exchangeConnectorType', type);

      const errors = { exchangeConnectorType: 'Choose one of the list.' };
      assert.deepEqual(parsed, { ok: false, errors, foreign: [] });
    });
  }
});

describe('status', () => {
  it('is one of the four that Graph names', () => {
    assert.deepEqual(CONNECTOR_STATUSES, [
      'none',
      'connectionPending',
      'connected',
      'disconnected',
    ]);
  });

  for (const status of CONNECTOR_STATUSES) {
    it(`accepts ${status}`, () => {
      const parsed = parseWith('status', status);

      assert.ok(parsed.ok, JSON.stringify(parsed));
      assert.equal(parsed.connector.status, status);
    });
  }

  for (const status of ['unknownFutureValue', 'Connected', 'pending', '0', 'constructor']) {
    it(`refuses ${status}`, () => {
      const parsed = parseWith('status', status);

      const errors = { status: 'Choose one of the list.' };
      assert.deepEqual(parsed, { ok: false, errors, foreign: [] });
    });
  }
});

describe('a field that was left empty', () => {
  for (const [field, words] of Object.entries(REQUIRED_MESSAGES)) {
    it(`says what to do: ${field}`, () => {
      assert.match(words, /^(Choose|Enter) the .*\.$/);
    });
  }
});

/** Long values by their length, odd characters by their number. */
function show(value: string): string {
  if (value.length > 60) return `${value.slice(0, 12)}… of ${value.length} characters`;
  const odd = /[^\x20-\x7e]/.test(value);
  const codes = Array.from(value, (sign) => sign.codePointAt(0)?.toString(16)).join(' ');
  return JSON.stringify(value) + (odd ? ` (${codes})` : '');
}
