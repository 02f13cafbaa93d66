import assert from 'node:assert/strict';
import type { Remark } from '../../src/cards/request.ts';
import type { Person } from '../../src/requests/person.ts';
import type { Request } from '../../src/requests/request.ts';
import { elements, input, messageBeside } from '../support/cards.ts';
import {
  ALEX,
  aPolicy,
  aRequest,
  aView,
  buttons,
  CONSENT_URL,
  EVERY_STATE,
  inputs,
  LEE,
  MEGAN,
  NOW,
  personal,
  row,
  rows,
  STRANGER,
  shared,
  texts,
} from './drawn.ts';

const seenBy = (request: Request, person: Person, remark?: Remark) =>
  personal(aView(request), person, remark);
const byLee = { executor: LEE };
const doubtSince = NOW;

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

describe('the rows of a request', () => {
  it('are what came of it, then what was asked for, why, by whom and when', () => {
    assert.deepEqual(rows(seenBy(aRequest('created', { connector: everything }), ALEX)), [
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
      ['Justification', 'Phones cannot read mail without it.'],
      ['Asked by', 'Alex Wilber'],
      ['Asked', '2026-03-01 12:00 UTC'],
      ['Approved by', 'Megan Bowen'],
      ['Created', '2026-03-01 12:00 UTC'],
    ]);
  });

  it('leave out what was not given', () => {
    const request = aRequest('waiting', { justification: undefined });

    assert.deepEqual(
      rows(seenBy(request, ALEX)).map(([label]) => label),
      ['Kind', 'Organization', 'Alias', 'SMTP address', 'Asked by', 'Asked', 'Expires'],
    );
  });

  const decidedBy = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      by: { id: `a${index}`, name: `Person ${index}` },
      at: NOW,
    }));
  const table: readonly (readonly [name: string, Request, label: string, value?: string])[] = [
    ['waiting: when it expires', aRequest('waiting'), 'Expires', '2026-03-01 13:00 UTC'],
    ['blocked: when it expires', aRequest('blocked'), 'Expires', '2026-03-01 13:00 UTC'],
    ['created: it no longer expires', aRequest('created'), 'Expires', undefined],
    ['blocked: who can go on', aRequest('blocked', byLee), 'Waiting for', 'Lee Gu'],
    ['failed: whose rights were used', aRequest('failed', byLee), 'With rights of', 'Lee Gu'],
    ['rejected: by whom', aRequest('rejected'), 'Rejected by', 'Megan Bowen'],
    ['rejected: why', aRequest('rejected'), 'Reason', 'Not this quarter.'],
    ['cancelled: by whom', aRequest('cancelled'), 'Cancelled by', 'Alex Wilber'],
    ['cancelled: no reason', aRequest('cancelled'), 'Reason', undefined],
    [
      'failed: the connector that is there',
      aRequest('failed', { fault: 'already-exists', existing: 'c-9' }),
      'Existing connector',
      'c-9',
    ],
    ['failed: none is known', aRequest('failed'), 'Existing connector', undefined],
    [
      'approved by all that had to',
      aRequest('created', { approvals: decidedBy(2) }),
      'Approved by',
      'Person 0, Person 1',
    ],
    [
      'approved by more than fit',
      aRequest('created', { approvals: decidedBy(12) }),
      'Approved by',
      `${Array.from({ length: 10 }, (_, index) => `Person ${index}`).join(', ')} and 2 more`,
    ],
    ['without approval', aRequest('created', { approvals: [] }), 'Approved by', undefined],
    [
      'a status that this version does not know',
      aRequest('created', { created: { id: 'c-1', status: 'unknownFutureValue' } }),
      'Status',
      'Unknown to this bot',
    ],
    [
      'the status that Graph gave, not the one asked for',
      aRequest('created', {
        created: { id: 'c-1', status: 'disconnected' },
        connector: everything,
      }),
      'Status',
      'Disconnected',
    ],
  ];
  for (const [name, request, label, value] of table) {
    it(`show ${name}`, () => {
      assert.equal(row(seenBy(request, STRANGER), label), value);
    });
  }
});

describe('personalRequestCard', () => {
  const own = { policy: aPolicy({ selfApproval: true }) };
  const consent = 'Grant consent';
  const again = ['Refresh', 'Open the form again'];
  const table: readonly (readonly [name: string, Request, Person, readonly string[]])[] = [
    ['waiting, approver', aRequest('waiting'), MEGAN, ['Approve', 'Reject', 'Refresh']],
    ['waiting, requester', aRequest('waiting'), ALEX, ['Cancel request', 'Refresh']],
    ['waiting, somebody else', aRequest('waiting'), STRANGER, ['Refresh']],
    [
      'waiting, approver who has approved',
      aRequest('waiting', { approvals: [{ by: MEGAN, at: NOW }] }),
      MEGAN,
      ['Refresh'],
    ],
    ['provisioning, requester', aRequest('provisioning'), ALEX, ['Refresh']],
    ['provisioning, approver', aRequest('provisioning'), MEGAN, ['Refresh']],
    [
      'blocked, requester who executes',
      aRequest('blocked'),
      ALEX,
      ['Complete', 'Cancel request', 'Refresh'],
    ],
    ['blocked, requester', aRequest('blocked', byLee), ALEX, ['Cancel request', 'Refresh']],
    [
      'blocked, executor',
      aRequest('blocked', byLee),
      LEE,
      ['Complete', 'Cancel request', 'Refresh'],
    ],
    ['blocked, approver', aRequest('blocked'), MEGAN, ['Refresh']],
    [
      'blocked in doubt, executor',
      aRequest('blocked', { ...byLee, doubtSince }),
      LEE,
      ['Complete', 'Refresh'],
    ],
    [
      'blocked in doubt, requester',
      aRequest('blocked', { ...byLee, doubtSince }),
      ALEX,
      ['Refresh'],
    ],
    [
      'blocked by consent, executor',
      aRequest('blocked', { ...byLee, blocker: 'consent-required' }),
      LEE,
      [consent, 'Complete', 'Cancel request', 'Refresh'],
    ],
    [
      'blocked by consent, somebody else',
      aRequest('blocked', { blocker: 'consent-required' }),
      STRANGER,
      [consent, 'Refresh'],
    ],
    ['created, requester', aRequest('created'), ALEX, ['Refresh status', 'New connector']],
    ['created, somebody else', aRequest('created'), STRANGER, ['Refresh status', 'New connector']],
    ['failed, requester', aRequest('failed', byLee), ALEX, ['Try again', ...again]],
    ['failed, executor', aRequest('failed', byLee), LEE, ['Try again', ...again]],
    ['failed, approver', aRequest('failed'), MEGAN, again],
    ['rejected, requester', aRequest('rejected'), ALEX, again],
    ['cancelled, requester', aRequest('cancelled'), ALEX, again],
    ['expired, requester', aRequest('expired'), ALEX, again],
  ];
  for (const [name, request, person, shown] of table) {
    it(`offers what the person can do: ${name}`, () => {
      const card = seenBy(request, person);

      assert.deepEqual(buttons(card), shown);
      assert.deepEqual(
        inputs(card).map(({ id }) => id),
        shown.includes('Reject') ? ['comment'] : [],
      );
    });
  }

  it('offers a requester who may approve both', () => {
    const card = personal(aView(aRequest('waiting', own), { approvers: [ALEX] }), ALEX);

    assert.deepEqual(buttons(card), ['Approve', 'Reject', 'Cancel request', 'Refresh']);
  });

  it('asks Teams for no refresh: it is the person’s own', () => {
    for (const [name, request] of EVERY_STATE) {
      assert.equal('refresh' in seenBy(request, ALEX), false, name);
    }
  });

  it('links to the consent only where that is what is missing', () => {
    for (const [name, request] of EVERY_STATE) {
      const urls = (seenBy(request, ALEX).actions ?? []).flatMap(({ url }) => url ?? []);

      assert.deepEqual(urls, /consent-required/.test(name) ? [CONSENT_URL] : [], name);
    }
  });

  it('shows the reference of what is in the log, and of nothing else', () => {
    for (const [name, request] of EVERY_STATE) {
      const shown = texts(seenBy(request, ALEX), 'TextBlock').includes('Reference: a1b2c3d4');

      assert.equal(shown, request.status === 'failed' || request.status === 'blocked', name);
    }
  });

  it('keeps a comment with what is wrong with it directly below', () => {
    const comment = { value: 'as typed', error: 'Say why you reject the request.' };

    const card = seenBy(aRequest('waiting'), MEGAN, { comment });

    assert.equal(input(card, 'comment').value, 'as typed');
    assert.equal(messageBeside(card, 'comment'), 'Say why you reject the request.');
  });

  it('says nothing of a comment once there is nothing to comment on', () => {
    const comment = { value: 'as typed', error: 'Use at most 255 characters.' };

    const card = seenBy(aRequest('rejected'), MEGAN, { comment });

    assert.doesNotMatch(JSON.stringify(card), /as typed|Use at most/);
  });

  it('takes a comment as long as the server does', () => {
    const { maxLength, errorMessage, value, isRequired } = input(
      seenBy(aRequest('waiting'), MEGAN),
      'comment',
    );

    assert.deepEqual([maxLength, value, isRequired], [255, '', undefined]);
    assert.equal(errorMessage, 'Use at most 255 characters.');
  });

  it('tells the person who clicked what became of it, above all else', () => {
    const card = seenBy(aRequest('waiting'), MEGAN, { notice: 'Nothing was changed.' });

    assert.deepEqual(card.body[2], {
      type: 'RichTextBlock',
      inlines: [{ type: 'TextRun', text: 'Nothing was changed.', color: 'Attention' }],
    });
  });

  it('is drawn by what each state says', () => {
    for (const [name, request] of EVERY_STATE) {
      const [title] = elements(seenBy(request, ALEX).body);
      assert.equal(title?.style, 'heading', name);
    }
  });
});

describe('sharedRequestCard', () => {
  const people = (count: number): readonly Person[] =>
    Array.from({ length: count }, (_, index) => ({
      id: `a${index}`,
      name: `Approver ${index}`,
      mri: `29:a${index}`,
    }));
  const mris = (count: number) => people(count).map(({ mri }) => mri);
  const refreshed = (request: Request, approvers: readonly Person[]) =>
    shared(aView(request, { approvers })).refresh?.userIds;
  const two = aPolicy({ approvalsNeeded: 2 });
  const nameless = { id: 'nameless', name: 'Somebody' };

  const table: readonly (readonly [
    name: string,
    Request,
    approvers: readonly Person[],
    userIds: readonly (string | undefined)[],
  ])[] = [
    [
      'waiting: the requester, who can cancel, and the approvers',
      aRequest('waiting'),
      [MEGAN, LEE],
      ['29:alex', '29:megan', '29:lee'],
    ],
    [
      'an approver who has decided is dropped',
      aRequest('waiting', { policy: two, approvals: [{ by: MEGAN, at: NOW }] }),
      [MEGAN, LEE],
      ['29:alex', '29:lee'],
    ],
    [
      'a requester who is an approver, too, is named once',
      aRequest('waiting'),
      [ALEX, MEGAN],
      ['29:alex', '29:megan'],
    ],
    [
      'a requester whom the list of approvers does not know how to name',
      aRequest('waiting'),
      [{ id: 'alex', name: 'Alex Wilber' }, MEGAN],
      ['29:alex', '29:megan'],
    ],
    [
      'who cannot be named is left out',
      aRequest('waiting', { requestedBy: { id: 'alex', name: 'Alex Wilber' } }),
      [MEGAN, nameless],
      ['29:megan'],
    ],
    ['provisioning: nobody', aRequest('provisioning', byLee), [MEGAN], []],
    ['blocked: requester and executor', aRequest('blocked', byLee), [MEGAN], ['29:alex', '29:lee']],
    ['blocked: both in one', aRequest('blocked'), [MEGAN], ['29:alex']],
    [
      'blocked in doubt: the executor alone',
      aRequest('blocked', { ...byLee, doubtSince }),
      [MEGAN],
      ['29:lee'],
    ],
    ['failed: requester and executor', aRequest('failed', byLee), [MEGAN], ['29:alex', '29:lee']],
    ['created: nobody', aRequest('created', byLee), [MEGAN], []],
    ['rejected: nobody', aRequest('rejected'), [MEGAN], []],
    ['cancelled: nobody', aRequest('cancelled'), [MEGAN], []],
    ['expired: nobody', aRequest('expired'), [MEGAN], []],
    ['59 approvers and the requester', aRequest('waiting'), people(59), ['29:alex', ...mris(59)]],
    [
      '60 approvers, and a requester who cannot be named',
      aRequest('waiting', { requestedBy: { id: 'alex', name: 'Alex Wilber' } }),
      people(60),
      mris(60),
    ],
    ['one too many: the requester alone', aRequest('waiting'), people(60), ['29:alex']],
    [
      'far too many, and a requester who cannot be named',
      aRequest('waiting', { requestedBy: { id: 'alex', name: 'Alex Wilber' } }),
      people(200),
      [],
    ],
    ['approvers who cannot be named', aRequest('waiting'), [nameless], ['29:alex']],
    [
      'many approvers, of whom few can be named: only those are here',
      aRequest('waiting'),
      [MEGAN, ...people(100).map(({ id, name }) => ({ id, name }))],
      ['29:alex', '29:megan'],
    ],
    ['a crowd of approvers is no crowd at the end', aRequest('rejected'), people(200), []],
    ['many approvers of a blocked one', aRequest('blocked'), people(200), ['29:alex']],
  ];
  for (const [name, request, approvers, userIds] of table) {
    it(`is redrawn for those who can do something: ${name}`, () => {
      assert.deepEqual(refreshed(request, approvers), userIds);
    });
  }

  it('has no button of one person’s in any state', () => {
    for (const [name, request] of EVERY_STATE) {
      const theirs = buttons(shared(aView(request))).filter((title) =>
        /Approve|Reject|Cancel|Complete|Try again/.test(title),
      );

      assert.deepEqual(theirs, [], name);
    }
  });

  for (const [name, approvers] of [
    ['are too many', people(61)],
    ['cannot be named', [nameless]],
  ] as const) {
    it(`shows everybody the buttons where the approvers ${name}`, () => {
      const card = shared(aView(aRequest('waiting'), { approvers }));

      assert.deepEqual(buttons(card), ['Approve', 'Reject', 'Refresh']);
      assert.equal(inputs(card).length, 1);
    });

    it(`shows them only while it waits where the approvers ${name}`, () => {
      for (const [state, request] of EVERY_STATE) {
        const card = shared(aView(request, { approvers }));

        assert.equal(buttons(card).includes('Approve'), request.status === 'waiting', state);
      }
    });
  }

  it('sends nothing but the id of the request', () => {
    for (const [name, request] of EVERY_STATE) {
      const { type, verb, data } = shared(aView(request)).refresh?.action ?? {};

      assert.deepEqual(
        [type, verb, data],
        ['Action.Execute', 'request.refresh', { request: 'r-1' }],
        name,
      );
    }
  });
});
