import assert from 'node:assert/strict';
import { parseConnector } from '../../src/requests/connector.ts';
import { lastSync } from '../../src/requests/last-sync.ts';
import { anInput } from '../support/builders.ts';

const NOW = new Date('2026-03-01T12:00:00Z');

const NO_DATE = 'Enter a real date as YYYY-MM-DD.';
const NO_TIME = 'Enter a time (UTC) as HH:MM or HH:MM:SS.';
const FUTURE = 'Enter a moment that is not in the future (UTC).';

describe('lastSync', () => {
  const moments = [
    ['2026-02-28', '23:59', '2026-02-28T23:59:00Z'],
    ['2026-02-28', '23:59:58', '2026-02-28T23:59:58Z'],
    ['2026-01-01', '00:00', '2026-01-01T00:00:00Z'],
    ['2024-02-29', '08:05', '2024-02-29T08:05:00Z'],
    ['2000-02-29', '08:05', '2000-02-29T08:05:00Z'],
    ['2026-03-01', '11:59:59', '2026-03-01T11:59:59Z'],
    ['0001-01-01', '00:00', '0001-01-01T00:00:00Z'],
  ] as const;
  for (const [date, time, moment] of moments) {
    it(`reads ${date} ${time}`, () => {
      assert.deepEqual(lastSync(date, time, NOW), { dateTime: moment, errors: {} });
    });
  }

  it('is optional', () => {
    assert.deepEqual(lastSync(undefined, undefined, NOW), { errors: {} });
  });

  it('asks for the time of a date', () => {
    const errors = { lastSyncTime: 'Enter the time as well, or clear the date.' };
    assert.deepEqual(lastSync('2026-02-28', undefined, NOW), { errors });
  });

  it('asks for the date of a time', () => {
    const errors = { lastSyncDate: 'Enter the date as well, or clear the time.' };
    assert.deepEqual(lastSync(undefined, '10:00', NOW), { errors });
  });

  const impossibleDates = [
    '2026-02-30',
    '2025-02-29',
    '1900-02-29',
    '2026-04-31',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '2026-1-5',
    '26-01-05',
    '05.01.2026',
    '01/05/2026',
    '2026-01-05T10:00:00Z',
    '2026',
    '2026-01',
    '0000-12-31',
    '+002026-01-05',
    '+012026-01-05',
    '-002026-01-05',
    '-2026-01-05',
    'today',
    '٢٠٢٦-٠١-٠٥',
  ];
  for (const date of impossibleDates) {
    it(`refuses the date ${date}`, () => {
      assert.deepEqual(lastSync(date, '10:00', NOW), { errors: { lastSyncDate: NO_DATE } });
    });
  }

  const impossibleTimes = [
    '24:00',
    '23:60',
    '23:59:60',
    '7:30',
    '07:3',
    '0730',
    '07:30:5',
    '07:30:00.5',
    '07:30Z',
    '07:30+01:00',
    '7:30 PM',
    'noon',
  ];
  for (const time of impossibleTimes) {
    it(`refuses the time ${time}`, () => {
      assert.deepEqual(lastSync('2026-02-28', time, NOW), { errors: { lastSyncTime: NO_TIME } });
    });
  }

  it('names a wrong date and a wrong time at once', () => {
    const errors = { lastSyncDate: NO_DATE, lastSyncTime: NO_TIME };
    assert.deepEqual(lastSync('2026-02-30', '25:00', NOW), { errors });
  });

  it('names a wrong date beside a missing time', () => {
    const { errors } = lastSync('2026-02-30', undefined, NOW);

    assert.deepEqual(Object.keys(errors), ['lastSyncDate', 'lastSyncTime']);
    assert.equal(errors.lastSyncDate, NO_DATE);
  });

  it('accepts this very moment', () => {
    const { dateTime } = lastSync('2026-03-01', '12:00:00', NOW);

    assert.equal(dateTime, '2026-03-01T12:00:00Z');
  });

  for (const [date, time] of [
    ['2026-03-01', '12:00:01'],
    ['2026-03-01', '12:01'],
    ['2026-03-02', '00:00'],
    ['9999-12-31', '23:59'],
  ] as const) {
    it(`refuses ${date} ${time}, which lies ahead`, () => {
      assert.deepEqual(lastSync(date, time, NOW), { errors: { lastSyncDate: FUTURE } });
    });
  }
});

describe('the last sync of a submission', () => {
  it('becomes one property of the connector', () => {
    const input = anInput({ lastSyncDate: ' 2026-02-28 ', lastSyncTime: '\t07:30\n' });

    const parsed = parseConnector(input, NOW);

    assert.ok(parsed.ok, JSON.stringify(parsed));
    assert.equal(parsed.connector.lastSyncDateTime, '2026-02-28T07:30:00Z');
    assert.ok(!('lastSyncDate' in parsed.connector));
    assert.ok(!('lastSyncTime' in parsed.connector));
  });

  it('counts white space as neither date nor time', () => {
    const parsed = parseConnector(anInput({ lastSyncDate: '  ', lastSyncTime: '\n' }), NOW);

    assert.ok(parsed.ok, JSON.stringify(parsed));
    assert.ok(!('lastSyncDateTime' in parsed.connector));
  });

  it('needs the date when white space stands for it', () => {
    const parsed = parseConnector(anInput({ lastSyncDate: '  ', lastSyncTime: '07:30' }), NOW);

    const errors = { lastSyncDate: 'Enter the date as well, or clear the time.' };
    assert.deepEqual(parsed, { ok: false, errors, foreign: [] });
  });
});
