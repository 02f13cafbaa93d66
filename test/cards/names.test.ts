import assert from 'node:assert/strict';
import { STATUS_NAMES, statusName, TYPE_NAMES } from '../../src/cards/names.ts';
import { utc } from '../../src/cards/time.ts';
import { CONNECTOR_STATUSES, CONNECTOR_TYPES } from '../../src/requests/fields.ts';

describe('names', () => {
  it('tell every kind and every status apart', () => {
    const kinds = CONNECTOR_TYPES.map((type) => TYPE_NAMES[type]);
    const statuses = CONNECTOR_STATUSES.map((status) => STATUS_NAMES[status]);

    assert.equal(new Set(kinds).size, CONNECTOR_TYPES.length);
    assert.equal(new Set(statuses).size, CONNECTOR_STATUSES.length);
  });

  for (const status of CONNECTOR_STATUSES) {
    it(`names the status ${status}`, () => {
      assert.equal(statusName(status), STATUS_NAMES[status]);
    });
  }

  for (const status of ['unknown', 'unknownFutureValue', 'toString', '__proto__', '']) {
    it(`does not guess what the status ${JSON.stringify(status)} means`, () => {
      assert.equal(statusName(status), 'Unknown to this bot');
    });
  }
});

describe('utc', () => {
  for (const [iso, shown] of [
    ['2026-03-01T09:30:59.999Z', '2026-03-01 09:30 UTC'],
    ['2026-12-31T23:59:00Z', '2026-12-31 23:59 UTC'],
    ['2026-03-01T01:30:00+02:00', '2026-02-28 23:30 UTC'],
  ] as const) {
    it(`shows ${iso} to the minute`, () => {
      assert.equal(utc(new Date(iso)), shown);
    });
  }
});
