import { cancelledCard } from '../../src/cards/cancelled.ts';
import { failureCard } from '../../src/cards/failure.ts';
import { type FormProps, formCard } from '../../src/cards/form.ts';
import { FORM_NOTICES, organizationOpen, tooFewApprovers } from '../../src/cards/form-notices.ts';
import { helpCard } from '../../src/cards/help.ts';
import { REFUSAL_WORDS } from '../../src/cards/refusal-words.ts';
import type { Card } from '../../src/cards/render.ts';
import {
  personalRequestCard,
  type Remark,
  type RequestView,
  sharedRequestCard,
} from '../../src/cards/request.ts';
import { MOST_LISTED, type RequestsProps, requestsCard } from '../../src/cards/requests.ts';
import { FAULT_CODES } from '../../src/errors.ts';
import { FORM_FIELD_IDS } from '../../src/requests/fields.ts';
import type { Entry } from '../../src/requests/history.ts';
import type { Person } from '../../src/requests/person.ts';
import type { Policy } from '../../src/requests/policy.ts';
import { BLOCKERS, REFUSALS, type Request, type RequestIn } from '../../src/requests/request.ts';
import { type AdaptiveCard, type CardElement, elements } from '../support/cards.ts';

export const NOW = new Date('2026-03-01T12:00:00Z');
export const CONSENT_URL = 'https://login.microsoftonline.com/tenant/v2.0/adminconsent?client_id=1';

export const ALEX: Person = { id: 'alex', name: 'Alex Wilber', mri: '29:alex' };
export const MEGAN: Person = { id: 'megan', name: 'Megan Bowen', mri: '29:megan' };
export const LEE: Person = { id: 'lee', name: 'Lee Gu', mri: '29:lee' };
export const STRANGER: Person = { id: 'stranger', name: 'Joni Sherman', mri: '29:joni' };

/** A card as it arrives in Teams. */
export const travelled = (card: Card): AdaptiveCard => JSON.parse(JSON.stringify(card));

export const inputs = (card: AdaptiveCard): readonly CardElement[] =>
  elements(card.body).filter(({ type }) => type.startsWith('Input.'));

/** The texts of a card's elements of one type, in reading order. */
export const texts = (card: AdaptiveCard, type: 'TextBlock' | 'TextRun'): readonly string[] =>
  elements(card.body)
    .filter((element) => element.type === type)
    .map(({ text }) => String(text));

/** Each row of a card as its label and its value. */
export const rows = (card: AdaptiveCard): readonly (readonly string[])[] =>
  elements(card.body)
    .filter(({ type }) => type === 'ColumnSet')
    .map((set) =>
      elements(set).flatMap(({ type, text }) => (/^Text/.test(type) ? [String(text)] : [])),
    );

export const row = (card: AdaptiveCard, label: string): string | undefined =>
  rows(card).find(([name]) => name === label)?.[1];

/** What can be pressed, in order. */
export const buttons = (card: AdaptiveCard): readonly string[] =>
  (card.actions ?? []).map(({ title }) => title);

export const aPolicy = (changes: Partial<Policy> = {}): Policy => ({
  approvalsNeeded: 1,
  selfApproval: false,
  provisionAs: 'requester',
  expiresAfterMs: 3_600_000,
  ...changes,
});

/** A request of Alex's, to be approved by Megan, in any state; what that state needs is filled in. */
export function aRequest<S extends Request['status']>(
  status: S,
  changes: Partial<RequestIn<S>> = {},
): RequestIn<S> {
  const decision = { by: MEGAN, at: NOW };
  const asked = {
    id: 'r-1',
    number: 7,
    requestedBy: ALEX,
    requestedAt: NOW,
    connector: {
      exchangeConnectorType: 'hosted' as const,
      exchangeOrganization: 'Contoso',
      exchangeAlias: 'exchange-contoso',
      primarySmtpAddress: 'exchange@contoso.com',
    },
    justification: 'Phones cannot read mail without it.',
    policy: aPolicy(),
    approvals: status === 'waiting' ? [] : [decision],
  };
  const approved = { ...asked, executor: ALEX };
  const expiresAt = new Date(NOW.getTime() + 3_600_000);
  const reference = 'a1b2c3d4';
  const created = { id: 'c0ffee00-0000-4000-8000-000000000001', status: 'connectionPending' };
  const rejection = { ...decision, comment: 'Not this quarter.' };
  const cancellation = { by: ALEX, at: NOW };
  const states: { readonly [K in Request['status']]: RequestIn<K> } = {
    waiting: { ...asked, status: 'waiting', expiresAt },
    provisioning: { ...approved, status: 'provisioning' },
    blocked: { ...approved, status: 'blocked', blocker: 'sign-in-required', expiresAt, reference },
    created: { ...approved, status: 'created', created, createdAt: NOW },
    failed: { ...approved, status: 'failed', fault: 'throttled', failedAt: NOW, reference },
    rejected: { ...asked, status: 'rejected', approvals: [], rejection },
    cancelled: { ...asked, status: 'cancelled', cancellation },
    expired: { ...asked, status: 'expired', approvals: [], expiredAt: NOW },
  };
  return { ...states[status], ...changes };
}

export const anEntry = (type: Entry['type'], changes: Partial<Entry> = {}): Entry => ({
  type,
  at: NOW,
  ...changes,
});

export const aView = (request: Request, changes: Partial<RequestView> = {}): RequestView => ({
  request,
  approvers: [MEGAN],
  history: [anEntry('ask', { by: request.requestedBy })],
  consentUrl: CONSENT_URL,
  ...changes,
});

/** The card as one person sees it. */
export const personal = (view: RequestView, { id }: Person, remark?: Remark): AdaptiveCard =>
  travelled(
    personalRequestCard(view, { id, mayDecide: view.approvers.some((by) => by.id === id) }, remark),
  );

export const shared = (view: RequestView): AdaptiveCard => travelled(sharedRequestCard(view));

export const aFormCard = (changes: Partial<FormProps> = {}): AdaptiveCard =>
  travelled(
    formCard({
      id: 'form-1',
      draft: {},
      errors: {},
      asksForJustification: false,
      now: NOW,
      ...changes,
    }),
  );

interface Lists extends Pick<RequestsProps, 'finished' | 'alone'> {
  readonly open: readonly Request[];
  readonly waiting: readonly Request[];
}

export function aList({ open = [], waiting = [], ...changes }: Partial<Lists> = {}): AdaptiveCard {
  const part = (requests: readonly Request[]) => ({
    requests: requests.slice(0, MOST_LISTED),
    total: Math.min(100, requests.length),
    isLonger: requests.length > 100,
  });
  return travelled(
    requestsCard({
      open: part(open),
      waiting: part(waiting),
      finished: [],
      alone: true,
      ...changes,
    }),
  );
}

export const everyField = (text: string) =>
  Object.fromEntries(FORM_FIELD_IDS.map((field) => [field, text]));

const times = <T>(count: number, make: (index: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, index) => make(index));

const DOUBT = { doubtSince: NOW };

/** Every state that a request can be in, as far as cards tell them apart. */
export const EVERY_STATE: readonly (readonly [name: string, request: Request])[] = [
  ['waiting', aRequest('waiting')],
  [
    'waiting, 1 of 2 by the rights of an approver',
    aRequest('waiting', {
      policy: aPolicy({ approvalsNeeded: 2, provisionAs: 'approver' }),
      approvals: [{ by: MEGAN, at: NOW, comment: 'Fine with me.' }],
    }),
  ],
  ['waiting, own', aRequest('waiting', { policy: aPolicy({ selfApproval: true }) })],
  ['provisioning', aRequest('provisioning')],
  ['provisioning, in doubt', aRequest('provisioning', DOUBT)],
  ...BLOCKERS.flatMap((blocker) => [
    [`blocked, ${blocker}`, aRequest('blocked', { blocker, executor: LEE })] as const,
    [`blocked, ${blocker}, in doubt`, aRequest('blocked', { blocker, ...DOUBT })] as const,
  ]),
  ...(['none', 'connectionPending', 'connected', 'disconnected', 'unknown'] as const).map(
    (status) =>
      [`created, ${status}`, aRequest('created', { created: { id: 'c-1', status } })] as const,
  ),
  ...FAULT_CODES.flatMap((fault) => [
    [`failed, ${fault}`, aRequest('failed', { fault, executor: LEE })] as const,
    [`failed, ${fault}, in doubt`, aRequest('failed', { fault, ...DOUBT })] as const,
  ]),
  [
    'failed, with the existing connector',
    aRequest('failed', { fault: 'already-exists', existing: 'c-9' }),
  ],
  ['rejected', aRequest('rejected')],
  ['cancelled', aRequest('cancelled')],
  ['expired', aRequest('expired')],
];

/** One entry of each kind, with what it may bring. */
export const EVERY_ENTRY: readonly Entry[] = [
  anEntry('ask', { by: ALEX }),
  anEntry('approve', { by: MEGAN, comment: 'Fine with me.' }),
  anEntry('reject', { by: MEGAN, comment: 'No.' }),
  anEntry('cancel', { by: ALEX }),
  anEntry('expire'),
  anEntry('block', { blocker: 'consent-required' }),
  anEntry('complete', { by: ALEX }),
  anEntry('doubt'),
  anEntry('clear-doubt'),
  anEntry('create', { created: { id: 'c-1', status: 'none' } }),
  anEntry('fail', { fault: 'not-permitted' }),
  anEntry('retry', { by: ALEX }),
  anEntry('remind'),
];

/** The longest that people can type: three bytes for each unit that is counted. */
const LONG_PERSON: Person = { ...MEGAN, name: '株'.repeat(256) };
const LONG_COMMENT = '株'.repeat(255);
const LONG_HISTORY = times(30, () => anEntry('reject', { by: LONG_PERSON, comment: LONG_COMMENT }));
/** A half of a pair: six bytes in JSON. */
const LONE = '\ud83d';

const long = <S extends Request['status']>(request: RequestIn<S>): RequestIn<S> => ({
  ...request,
  id: 'r'.repeat(64),
  number: 123_456_789,
  requestedBy: { ...ALEX, name: '株'.repeat(256) },
  justification: '株'.repeat(500),
  connector: {
    exchangeConnectorType: 'dedicated',
    exchangeOrganization: '株'.repeat(255),
    exchangeAlias: 'a'.repeat(64),
    serverName: 's'.repeat(255),
    connectorServerName: 's'.repeat(255),
    primarySmtpAddress: 's'.repeat(255),
    version: '1'.repeat(255),
    lastSyncDateTime: '2026-02-28T07:30:00Z',
  },
  approvals: times(20, (index) => ({
    by: { ...LONG_PERSON, id: `approver-${index}` },
    at: NOW,
    comment: LONG_COMMENT,
  })),
});

const crowd = times(60, (index) => ({
  id: `approver-${index}`,
  name: `Approver ${index}`,
  mri: `29:${'x'.repeat(90)}${index}`,
}));

const LONGEST: readonly (readonly [name: string, card: AdaptiveCard])[] = [
  ...[
    long(aRequest('waiting', { policy: aPolicy({ approvalsNeeded: 25 }) })),
    long(aRequest('failed', { fault: 'outcome-unknown', existing: 'e'.repeat(500) })),
    long(aRequest('rejected', { rejection: { by: LONG_PERSON, at: NOW, comment: LONG_COMMENT } })),
    long(aRequest('blocked', { executor: LONG_PERSON, blocker: 'consent-required' })),
  ].flatMap((request) => {
    const view = aView(request, { history: LONG_HISTORY, approvers: [MEGAN, ...crowd.slice(1)] });
    const comment = { value: LONE.repeat(300), error: 'Use at most 255 characters.' };
    const remark = { notice: 'Nothing was changed. '.repeat(30), comment };
    return [
      [`longest, ${request.status}`, personal(view, MEGAN, remark)] as const,
      [`longest, ${request.status}, for everybody`, shared(view)] as const,
    ];
  }),
  [
    'longest list',
    aList({
      open: times(40, () => long(aRequest('blocked'))),
      waiting: times(40, () => long(aRequest('waiting'))),
      finished: times(10, () => long(aRequest('failed', { fault: 'outcome-unknown' }))),
    }),
  ],
  [
    'longest form',
    aFormCard({
      draft: everyField('株'.repeat(600)),
      errors: everyField('Wrong. '.repeat(20)),
      notice: 'forgotten',
      asksForJustification: true,
    }),
  ],
];

const VIEWERS = { requester: ALEX, approver: MEGAN, executor: LEE, 'somebody else': STRANGER };

/** Every card of a request: each state as everybody sees it, and as each person does. */
export const REQUEST_CARDS: readonly (readonly [name: string, card: AdaptiveCard])[] = [
  ...EVERY_STATE.flatMap(([name, request]) => {
    const view = aView(request, { history: EVERY_ENTRY.slice(0, 12) });
    return [
      [`request ${name}, for everybody`, shared(view)] as const,
      ...Object.entries(VIEWERS).map(
        ([who, person]) => [`request ${name}, ${who}`, personal(view, person)] as const,
      ),
    ];
  }),
  ...REFUSALS.map(
    (refusal) =>
      [
        `request, told ${refusal}`,
        personal(aView(aRequest('waiting')), MEGAN, { notice: REFUSAL_WORDS[refusal] }),
      ] as const,
  ),
  [
    'request, with a wrong comment',
    personal(aView(aRequest('waiting')), MEGAN, {
      comment: { value: '', error: 'Say why you reject the request.' },
    }),
  ],
  [
    'request, without a history or a justification',
    personal(aView(aRequest('waiting', { justification: undefined }), { history: [] }), ALEX),
  ],
  [
    'request, every happening',
    personal(aView(aRequest('created'), { history: EVERY_ENTRY }), ALEX),
  ],
];

/** Every card of the bot in every state. */
export const EVERY_CARD: readonly (readonly [name: string, card: AdaptiveCard])[] = [
  ...REQUEST_CARDS,
  ...LONGEST,
  ['form, empty', aFormCard()],
  ['form, with a justification', aFormCard({ asksForJustification: true })],
  ['form, filled in', aFormCard({ draft: everyField('x'), asksForJustification: true })],
  [
    'form, with errors',
    aFormCard({ errors: everyField('This is wrong.'), asksForJustification: true }),
  ],
  ['form, forgotten', aFormCard({ notice: 'forgotten' })],
  ...[
    FORM_NOTICES.forgotten,
    tooFewApprovers({ needed: 2, available: 1 }),
    organizationOpen(aRequest('waiting')),
  ].map((notice) => [`form, ${notice.slice(0, 50)}`, aFormCard({ notice })] as const),
  ['requests, none', aList()],
  ...[true, false].map(
    (alone) =>
      [
        `requests, ${alone ? 'alone' : 'among others'}`,
        aList({
          open: [aRequest('blocked'), aRequest('provisioning')],
          waiting: [aRequest('waiting')],
          finished: EVERY_STATE.map(([, request]) => request).slice(0, 10),
          alone,
        }),
      ] as const,
  ),
  ...FAULT_CODES.map(
    (fault) =>
      [`failure, ${fault}`, travelled(failureCard({ fault, reference: 'a1b2c3d4' }))] as const,
  ),
  ['cancelled form', travelled(cancelledCard('form-1'))],
  ['help', travelled(helpCard({ welcome: false }))],
  ['help, welcome', travelled(helpCard({ welcome: true }))],
  ['help, nearest', travelled(helpCard({ welcome: false, nearest: 'sign in' }))],
];
