import assert from 'node:assert/strict';
import { organizationOpen } from '../../src/cards/form-notices.ts';
import { TYPE_NAMES } from '../../src/cards/names.ts';
import { inLine, inMessage, shortened } from '../../src/cards/typed-text.ts';
import { FORM_FIELD_IDS } from '../../src/requests/fields.ts';
import type { Person } from '../../src/requests/person.ts';
import type { Request } from '../../src/requests/request.ts';
import { checkCard, elsewhere, runsOf } from '../hostile/shown.ts';
import { EVIL_LINES, EVIL_TEXTS } from '../hostile/texts.ts';
import { input } from '../support/cards.ts';
import {
  ALEX,
  aFormCard,
  aList,
  anEntry,
  aRequest,
  aView,
  EVERY_ENTRY,
  EVERY_STATE,
  inputs,
  NOW,
  personal,
  shared,
} from './drawn.ts';

/** The first one is tried in every state, the others in one of each kind. */
const EVIL = [EVIL_TEXTS.join(' '), ...EVIL_TEXTS, ...EVIL_LINES];

/** Values that the rules of today refuse: the cards must not rely on them. */
function evilRequest(request: Request, evil: string): Request {
  const by = (role: string): Person => ({ ...ALEX, name: `${role} ${evil}` });
  const decision = (role: string) => ({ by: by(role), at: NOW, comment: `comment ${evil}` });
  return {
    ...request,
    requestedBy: by('requester'),
    justification: `justification ${evil}`,
    approvals: [decision('approver')],
    connector: {
      exchangeConnectorType: request.connector.exchangeConnectorType,
      exchangeOrganization: `organization ${evil}`,
      exchangeAlias: `alias ${evil}`,
      serverName: `server ${evil}`,
      connectorServerName: `connector server ${evil}`,
      primarySmtpAddress: `address ${evil}`,
      version: `version ${evil}`,
      lastSyncDateTime: `last sync ${evil}`,
    },
    ...('executor' in request && { executor: by('executor') }),
    ...('rejection' in request && { rejection: decision('rejecter') }),
    ...('cancellation' in request && { cancellation: decision('canceller') }),
  };
}

const evilHistory = (evil: string) =>
  EVERY_ENTRY.slice(0, 12).map((entry) => ({
    ...entry,
    by: { ...ALEX, name: `somebody ${evil}` },
    comment: `remark ${evil}`,
  }));

const WHOLE = [
  'organization',
  'alias',
  'server',
  'connector server',
  'address',
  'version',
  'last sync',
  'justification',
];
const NAMED: Readonly<Partial<Record<Request['status'], readonly string[]>>> = {
  blocked: ['executor'],
  failed: ['executor'],
  rejected: ['rejecter'],
  cancelled: ['canceller'],
};

const ONE_OF_EACH_STATE = [
  ...new Map(EVERY_STATE.map((state) => [state[1].status, state])).values(),
];

for (const evil of EVIL) {
  describe(`text typed by people on the card of a request: ${JSON.stringify(evil)}`, () => {
    for (const [name, request] of evil === EVIL[0] ? EVERY_STATE : ONE_OF_EACH_STATE) {
      it(`is shown as typed and nowhere else: ${name}`, () => {
        const view = aView(evilRequest(request, evil), { history: evilHistory(evil) });

        for (const card of [personal(view, ALEX), shared(view)]) {
          const runs = runsOf(card);
          for (const what of WHOLE) assert.ok(runs.includes(`${what} ${evil}`), what);
          for (const role of ['requester', 'approver', ...(NAMED[request.status] ?? [])]) {
            assert.ok(runs.includes(inLine(`${role} ${evil}`, 80)), role);
          }
          const why = request.status === 'rejected' || request.status === 'cancelled';
          assert.equal(runs.includes(`comment ${evil}`), why);
          checkCard(
            card,
            [...WHOLE, 'comment'].map((what) => `${what} ${evil}`),
          );
        }
      });
    }

    it('stands in the history with the words around it', () => {
      const by = { ...ALEX, name: evil };
      const history = [anEntry('approve', { by, comment: evil })];

      const card = personal(aView(aRequest('created'), { history }), ALEX);

      const said = `${inLine(evil, 80)} approved: ${inLine(evil, 255)}`;
      assert.ok(runsOf(card).includes(said));
      checkCard(card, []);
    });

    it('is a value and nothing else as a comment', () => {
      const remark = { comment: { value: evil, error: 'Wrong.' } };

      const card = personal(aView(aRequest('waiting')), { id: 'megan', name: 'M' }, remark);

      assert.equal(input(card, 'comment').value, evil);
      assert.doesNotMatch(elsewhere(card), /evil/);
    });

    it('is shown as typed in the list', () => {
      const request = evilRequest(aRequest('waiting'), evil);

      const card = aList({ open: [request], waiting: [request], finished: [request] });

      const runs = runsOf(card).join('\n');
      assert.ok(runs.includes(`asked by ${inLine(`requester ${evil}`, 48)}`));
      assert.ok(runs.includes(inLine(`organization ${evil}`, 48)));
      checkCard(card, []);
    });

    it('is shown as typed in a notice above the form', () => {
      const notice = organizationOpen(
        aRequest('waiting', { requestedBy: { ...ALEX, name: evil } }),
      );

      const card = aFormCard({ notice });

      assert.ok(runsOf(card).some((text) => text.includes(inLine(evil, 80))));
      checkCard(card, []);
    });

    it('is shown as typed in a notice on a request', () => {
      const card = personal(aView(aRequest('waiting')), ALEX, { notice: evil });

      assert.ok(runsOf(card).includes(evil));
      checkCard(card, [evil]);
    });

    it('is a value and nothing else in the form', () => {
      const draft = Object.fromEntries(
        FORM_FIELD_IDS.map((field) => [field, `${field} ${evil}`.slice(0, 90)]),
      );

      const card = aFormCard({ draft, asksForJustification: true });

      for (const field of FORM_FIELD_IDS) assert.equal(input(card, field).value, draft[field]);
      assert.equal(inputs(card).length, FORM_FIELD_IDS.length);
      assert.doesNotMatch(elsewhere(card), /evil/);
    });

    it('is shown as it came from Graph', () => {
      const id = shortened(evil, 100);
      const created = personal(aView(aRequest('created', { created: { id, status: evil } })), ALEX);
      const failed = personal(
        aView(aRequest('failed', { fault: 'already-exists', existing: id })),
        ALEX,
      );

      for (const card of [created, failed]) {
        assert.ok(runsOf(card).includes(id));
        checkCard(card, [id]);
      }
    });
  });
}

describe('elsewhere', () => {
  it('finds text that is not shown as typed', () => {
    const block = { type: 'TextBlock', text: TYPE_NAMES.hosted };

    assert.match(elsewhere({ type: 'AdaptiveCard', body: [block] }), /Hosted/);
  });
});

describe('shortened', () => {
  const table: readonly (readonly [text: string, max: number, shown: string])[] = [
    ['', 3, ''],
    ['abc', 3, 'abc'],
    ['abcd', 3, 'ab…'],
    ['😀😀😀', 3, '😀😀😀'],
    ['😀😀😀😀', 3, '😀😀…'],
    ['a\ud83d', 3, 'a\ufffd'],
    ['**x**', 9, '**x**'],
  ];
  for (const [text, max, shown] of table) {
    it(`makes ${JSON.stringify(shown)} of ${JSON.stringify(text)}`, () => {
      assert.equal(shortened(text, max), shown);
    });
  }
});

describe('text in a line with other words', () => {
  const table: readonly (readonly [name: string, text: string, shown: string])[] = [
    ['stays as it is', 'Megan Bowen', 'Megan Bowen'],
    ['keeps Markdown, which a TextRun does not render', '**x** [a](b)', '**x** [a](b)'],
    ['keeps characters without width, which emoji need', '👩\u200d🚀\u200b', '👩\u200d🚀\u200b'],
    ['does not turn the direction', 'a\u202eb\u2066c\u2069d\u202a', 'abcd'],
    ['does not end the isolation', '\u2069\u202eab', 'ab'],
    ['does not break the line', 'a\r\nb\u2028c\td', 'a b c d'],
    ['is isolated where it runs from the right', 'שלום', '\u2068שלום\u2069'],
    ['is isolated in a script of which few think', 'ߒߞߏ 1', '\u2068ߒߞߏ 1\u2069'],
    ['is isolated with a mark', 'a\u200f!', '\u2068a\u200f!\u2069'],
    ['is never empty', ' \u202e\n ', '?'],
    ['is cut', 'x'.repeat(21), `${'x'.repeat(19)}…`],
    ['is isolated after it is cut', 'ש'.repeat(21), `\u2068${'ש'.repeat(19)}…\u2069`],
  ];
  for (const [name, text, shown] of table) {
    it(name, () => {
      assert.equal(inLine(text, 20), shown);
    });
  }
});

describe('a name in a message, which may show Markdown', () => {
  const table: readonly (readonly [name: string, shown: string | undefined])[] = [
    ["Jean-Luc O'Neil (Contoso), Jr.", "Jean-Luc O'Neil (Contoso), Jr."],
    ['株式会社', '株式会社'],
    ['שלום', '\u2068שלום\u2069'],
    ['x'.repeat(81), `${'x'.repeat(79)}…`],
    ['**x**', undefined],
    ['[x](https://evil.example)', undefined],
    ['<at>x</at>', undefined],
    ['x_y', undefined],
    ['a\nb', undefined],
    ['\u202eab', undefined],
    ['', undefined],
  ];
  for (const [name, shown] of table) {
    it(`${shown === undefined ? 'is left out' : 'is shown'}: ${JSON.stringify(name)}`, () => {
      assert.equal(inMessage(name), shown);
    });
  }
});
