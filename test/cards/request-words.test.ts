import assert from 'node:assert/strict';
import { BLOCKED_TITLES, BLOCKED_WORDS } from '../../src/cards/blocked-words.ts';
import { FAILURE_WORDS } from '../../src/cards/failure-words.ts';
import { REFUSAL_WORDS } from '../../src/cards/refusal-words.ts';
import { historyLines } from '../../src/cards/request-history.ts';
import { entryWords, progress, stateName, stateWords } from '../../src/cards/request-words.ts';
import { FAULT_CODES } from '../../src/errors.ts';
import type { Entry } from '../../src/requests/history.ts';
import { BLOCKERS, REFUSALS, type Request } from '../../src/requests/request.ts';
import {
  ALEX,
  anEntry,
  aPolicy,
  aRequest,
  aView,
  EVERY_ENTRY,
  EVERY_STATE,
  MEGAN,
  NOW,
  personal,
  texts,
} from './drawn.ts';

const doubtSince = NOW;
const approvals = [{ by: MEGAN, at: NOW }];
const NOT_CREATED = 'No connector was created.';

describe('the words of a state', () => {
  const table: readonly (readonly [name: string, Request, title: string, color: string, RegExp])[] =
    [
      [
        'waiting',
        aRequest('waiting', { policy: aPolicy({ approvalsNeeded: 2 }), approvals }),
        'Approval needed for an Exchange connector',
        'Accent',
        /^Waiting for approval: 1 of 2\. Once approved, .* rights of the person who asked\.$/,
      ],
      [
        'waiting, with the rights of an approver',
        aRequest('waiting', { policy: aPolicy({ provisionAs: 'approver' }) }),
        'Approval needed for an Exchange connector',
        'Accent',
        /^Waiting for approval: 0 of 1\. .* rights of whoever approves last, who signs in for it\.$/,
      ],
      [
        'provisioning',
        aRequest('provisioning'),
        'Creating the Exchange connector…',
        'Default',
        /updates itself; there is nothing to do/,
      ],
      [
        'provisioning, in doubt',
        aRequest('provisioning', { doubtSince }),
        'Creating the Exchange connector…',
        'Default',
        /broke off .* no second one\. This card updates itself/,
      ],
      [
        'blocked',
        aRequest('blocked'),
        'Waiting for a sign-in',
        'Accent',
        /No connector was created\. That person presses Complete and signs in\./,
      ],
      [
        'blocked, in doubt',
        aRequest('blocked', { doubtSince }),
        'Waiting for a sign-in',
        'Accent',
        /Whether an earlier attempt has created the connector is not known yet\./,
      ],
      ['created', aRequest('created'), 'Exchange connector created', 'Good', /^$/],
      [
        'failed',
        aRequest('failed', { fault: 'throttled' }),
        'Microsoft Graph is busy',
        'Attention',
        /No connector was created\. Try again in a few minutes\.$/,
      ],
      [
        'failed, outcome unknown',
        aRequest('failed', { fault: 'outcome-unknown', doubtSince }),
        'It is not known whether the connector was created',
        'Attention',
        /A connector may exist\. Look in Intune .* Try again looks there, too/,
      ],
      [
        'failed, with an earlier attempt in doubt',
        aRequest('failed', { fault: 'not-permitted', doubtSince }),
        'Not permitted',
        'Attention',
        /broke off without saying how it ended\. A connector may exist\. Look in Intune/,
      ],
      [
        'rejected',
        aRequest('rejected'),
        'Request rejected',
        'Attention',
        /^No connector was created\.$/,
      ],
      [
        'cancelled',
        aRequest('cancelled'),
        'Request cancelled',
        'Default',
        /^No connector was created\.$/,
      ],
      [
        'expired, not approved',
        aRequest('expired'),
        'Request expired',
        'Attention',
        /^It was not approved in time \(0 of 1\)\. No connector was created\.$/,
      ],
      [
        'expired, blocked',
        aRequest('expired', { approvals }),
        'Request expired',
        'Attention',
        /^What it waited for was not done in time\. No connector was created\.$/,
      ],
    ];
  for (const [name, request, title, color, said] of table) {
    it(`are: ${name}`, () => {
      const words = stateWords(request);

      assert.deepEqual([words.title, words.color], [title, color]);
      assert.match(words.texts.join(' '), said);
    });
  }

  it('claim nothing while an attempt is in doubt', () => {
    for (const [name, request] of EVERY_STATE) {
      if (!('doubtSince' in request) || !request.doubtSince) continue;
      assert.doesNotMatch(stateWords(request).texts.join(' '), /No connector|Nothing was/, name);
    }
  });

  it('say that nothing was created wherever that is certain', () => {
    for (const [name, request] of EVERY_STATE) {
      const open = ['waiting', 'provisioning', 'created'].includes(request.status);
      const doubt = /in doubt|outcome-unknown/.test(name);
      if (open || doubt) continue;
      assert.match(
        stateWords(request).texts.join(' '),
        /No (second )?connector was created\.|Nothing was changed\./,
        name,
      );
    }
  });

  it('stand on the card in their order', () => {
    for (const [name, request] of EVERY_STATE) {
      const shown = texts(personal(aView(request), ALEX), 'TextBlock');
      const { title, texts: said } = stateWords(request);

      assert.deepEqual(shown.slice(0, said.length + 2), [title, 'Request #7', ...said], name);
    }
  });

  it('name buttons that the card has', () => {
    for (const blocker of BLOCKERS) {
      const card = personal(aView(aRequest('blocked', { blocker })), ALEX);
      const titles = (card.actions ?? []).map(({ title }) => title).join('|');
      const said = BLOCKED_WORDS[blocker].join(' ');

      assert.match(said, /presses Complete/);
      assert.match(titles, /Complete/);
      if (/Grant consent/.test(said)) assert.match(titles, /Grant consent/);
    }
    for (const fault of FAULT_CODES) {
      const card = personal(aView(aRequest('failed', { fault })), ALEX);
      const titles = (card.actions ?? []).map(({ title }) => title).join('|');
      const said = FAILURE_WORDS[fault].next;

      if (/[Oo]pen the form again/.test(said)) assert.match(titles, /Open the form again/);
      if (/[Tt]ry again/.test(said)) assert.match(titles, /Try again/);
      if (/Grant consent/.test(said)) assert.match(titles, /Grant consent/);
    }
  });
});

describe('the words of a blocker', () => {
  for (const blocker of BLOCKERS) {
    it(`${blocker}: say what is missing, and who does what`, () => {
      const [happened, next] = BLOCKED_WORDS[blocker];

      assert.match(BLOCKED_TITLES[blocker], /^[A-Z].{5,60}[^.]$/);
      for (const text of [happened, next]) assert.match(text, /^[A-Z].{20,}\.$/);
      assert.match(`${happened} ${next}`, /the person named below/);
      // The card says that besides, as far as it is true.
      assert.doesNotMatch(happened, /created\.$/);
    });
  }
});

describe('the words of a refusal', () => {
  it('exist for every one, and for no other', () => {
    assert.deepEqual(Object.keys(REFUSAL_WORDS).sort(), [...REFUSALS].sort());
  });

  for (const refusal of REFUSALS) {
    it(`${refusal}: say that nothing was changed`, () => {
      assert.match(REFUSAL_WORDS[refusal], /^[A-Z].*: nothing was changed\./);
    });
  }
});

describe('stateName', () => {
  const table: readonly (readonly [Request, string])[] = [
    [aRequest('waiting'), 'waiting for approval, 0 of 1'],
    [aRequest('provisioning'), 'being created'],
    [aRequest('provisioning', { doubtSince }), 'being looked for'],
    [aRequest('blocked'), 'waiting for a sign-in'],
    [
      aRequest('blocked', { blocker: 'consent-required' }),
      "waiting for an administrator's consent",
    ],
    [
      aRequest('blocked', { blocker: 'blocked-by-policy' }),
      'blocked by a policy of your organization',
    ],
    [aRequest('created'), 'created'],
    [aRequest('failed'), 'failed'],
    [aRequest('failed', { fault: 'outcome-unknown' }), 'failed, may exist'],
    [aRequest('failed', { doubtSince }), 'failed, may exist'],
    [aRequest('rejected'), 'rejected'],
    [aRequest('cancelled'), 'cancelled'],
    [aRequest('expired'), 'expired'],
  ];
  for (const [request, name] of table) {
    it(`says ${name}`, () => {
      assert.equal(stateName(request), name);
    });
  }
});

describe('progress', () => {
  for (const [given, needed, said] of [
    [0, 1, '0 of 1'],
    [1, 3, '1 of 3'],
  ] as const) {
    it(`says ${said}`, () => {
      const request = aRequest('waiting', {
        policy: aPolicy({ approvalsNeeded: needed }),
        approvals: approvals.slice(0, given),
      });

      assert.equal(progress(request), said);
    });
  }
});

describe('a line of the history', () => {
  const table: readonly (readonly [Entry, string])[] = [
    [anEntry('ask', { by: ALEX }), 'Alex Wilber asked for the connector'],
    [anEntry('approve', { by: MEGAN }), 'Megan Bowen approved'],
    [anEntry('approve', { by: MEGAN, comment: 'Fine.' }), 'Megan Bowen approved: Fine.'],
    [anEntry('reject', { by: MEGAN, comment: 'No.' }), 'Megan Bowen rejected: No.'],
    [anEntry('cancel', { by: ALEX }), 'Alex Wilber cancelled'],
    [anEntry('expire'), 'Expired'],
    [anEntry('block'), 'Waiting for a sign-in or consent'],
    [anEntry('block', { blocker: 'consent-required' }), "Waiting for an administrator's consent"],
    [anEntry('complete', { by: ALEX }), 'Alex Wilber pressed Complete'],
    [anEntry('doubt'), 'Microsoft Graph broke off; looking whether the connector exists'],
    [anEntry('clear-doubt'), 'Nothing was created; trying again'],
    [anEntry('create'), 'Created'],
    [anEntry('fail'), 'Failed'],
    [anEntry('fail', { fault: 'not-permitted' }), 'Failed: Not permitted'],
    [anEntry('retry', { by: ALEX }), 'Alex Wilber pressed Try again'],
    [anEntry('retry'), 'Somebody pressed Try again'],
    [anEntry('remind'), 'Approvers were reminded'],
  ];
  for (const [entry, said] of table) {
    it(`says: ${said}`, () => {
      assert.equal(entryWords(entry), said);
    });
  }

  it('is there for every kind of happening', () => {
    assert.deepEqual(
      new Set(table.map(([{ type }]) => type)),
      new Set(EVERY_ENTRY.map(({ type }) => type)),
    );
  });
});

describe('historyLines', () => {
  const many = (count: number, comment?: string) =>
    Array.from({ length: count }, (_, index) =>
      anEntry('approve', { by: { id: 'a', name: `Person ${index}` }, comment }),
    );

  it('are the happenings in their order, with their time', () => {
    const history = [anEntry('ask', { by: ALEX }), anEntry('create')];

    assert.deepEqual(historyLines(history), {
      lines: [
        { at: '2026-03-01 12:00 UTC', what: 'Alex Wilber asked for the connector' },
        { at: '2026-03-01 12:00 UTC', what: 'Created' },
      ],
      earlier: 0,
    });
  });

  for (const [count, shown, earlier] of [
    [0, 0, 0],
    [12, 12, 0],
    [13, 12, 1],
    [100, 12, 88],
  ] as const) {
    it(`are the latest ${shown} of ${count}`, () => {
      const { lines, ...rest } = historyLines(many(count));

      assert.equal(lines.length, shown);
      assert.equal(rest.earlier, earlier);
      assert.equal(lines.at(-1)?.what, count === 0 ? undefined : `Person ${count - 1} approved`);
    });
  }

  it('are fewer where they are long, and at least one', () => {
    const { lines, earlier } = historyLines(many(12, '株'.repeat(255)));

    assert.ok(lines.length > 5 && lines.length < 12);
    assert.equal(lines.length + earlier, 12);
    assert.match(lines.at(-1)?.what ?? '', /^Person 11 /);
  });

  it('tell on the card how many are left out', () => {
    const card = (count: number) =>
      texts(personal(aView(aRequest('created'), { history: many(count) }), ALEX), 'TextBlock');

    assert.ok(card(13).includes('The latest 12 of 13.'));
    assert.ok(!card(12).some((text) => /^The latest/.test(text)));
  });

  it('have no heading on a card without a history', () => {
    const card = personal(aView(aRequest('created'), { history: [] }), ALEX);

    assert.ok(!texts(card, 'TextBlock').includes('History'));
  });
});

describe('what is certain', () => {
  it('is said in one sentence everywhere', () => {
    assert.equal(FAILURE_WORDS.internal.changed, NOT_CREATED);
  });
});
