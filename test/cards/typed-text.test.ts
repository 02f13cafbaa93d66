import assert from 'node:assert/strict';
import { organizationOpen } from '../../src/cards/form-notices.ts';
import { TYPE_NAMES } from '../../src/cards/names.ts';
import { inLine, shortened } from '../../src/cards/typed-text.ts';
import { FORM_FIELD_IDS } from '../../src/requests/fields.ts';
import type { Person } from '../../src/requests/person.ts';
import type { Request } from '../../src/requests/request.ts';
import { type AdaptiveCard, input } from '../support/cards.ts';
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
  texts,
} from './drawn.ts';

const EVIL = [
  '**evil** _evil_ `evil`',
  '[evil](https://evil.example)',
  '![evil](https://evil.example/x.png)',
  '<b>evil</b><script>evil()</script>&lt;evil&gt;',
  '<at>evil</at>',
  '${evil} ${1+1}',
  '$${evil} ${$root.evil} ${if(true, "evil", "")} {{DATE(evil)}}',
  '\u202eevil\u2066evil\u2069',
  '\u200fevil\u200e\u200b\u200devil\ufeff',
  '"evil\\" \\n \\u0041',
  'evil\r\n- evil\n1. evil\u2028evil',
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

for (const evil of EVIL) {
  describe(`text typed by people on the card of a request: ${JSON.stringify(evil)}`, () => {
    for (const [name, request] of EVERY_STATE) {
      it(`is shown as typed and nowhere else: ${name}`, () => {
        const view = aView(evilRequest(request, evil), { history: evilHistory(evil) });

        for (const card of [personal(view, ALEX), shared(view)]) {
          const runs = texts(card, 'TextRun');
          for (const what of WHOLE) assert.ok(runs.includes(`${what} ${evil}`), what);
          for (const role of ['requester', 'approver', ...(NAMED[request.status] ?? [])]) {
            assert.ok(runs.includes(inLine(`${role} ${evil}`, 80)), role);
          }
          const why = request.status === 'rejected' || request.status === 'cancelled';
          assert.equal(runs.includes(`comment ${evil}`), why);
          assert.doesNotMatch(elsewhere(card), /evil/);
        }
      });
    }

    it('stands in the history with the words around it', () => {
      const by = { ...ALEX, name: evil };
      const history = [anEntry('approve', { by, comment: evil })];

      const card = personal(aView(aRequest('created'), { history }), ALEX);

      const said = `${inLine(evil, 80)} approved: ${inLine(evil, 255)}`;
      assert.ok(texts(card, 'TextRun').includes(said));
      assert.doesNotMatch(elsewhere(card), /evil/);
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

      const runs = texts(card, 'TextRun').join('\n');
      assert.ok(runs.includes(`asked by ${inLine(`requester ${evil}`, 48)}`));
      assert.ok(runs.includes(inLine(`organization ${evil}`, 48)));
      assert.doesNotMatch(elsewhere(card), /evil/);
    });

    it('is shown as typed in a notice above the form', () => {
      const notice = organizationOpen(
        aRequest('waiting', { requestedBy: { ...ALEX, name: evil } }),
      );

      const card = aFormCard({ notice });

      assert.ok(texts(card, 'TextRun').some((text) => text.includes(inLine(evil, 80))));
      assert.doesNotMatch(elsewhere(card), /evil/);
    });

    it('is shown as typed in a notice on a request', () => {
      const card = personal(aView(aRequest('waiting')), ALEX, { notice: evil });

      assert.ok(texts(card, 'TextRun').includes(evil));
      assert.doesNotMatch(elsewhere(card), /evil/);
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
      const created = personal(
        aView(aRequest('created', { created: { id: evil, status: evil } })),
        ALEX,
      );
      const failed = personal(
        aView(aRequest('failed', { fault: 'already-exists', existing: evil })),
        ALEX,
      );

      for (const card of [created, failed]) {
        assert.ok(texts(card, 'TextRun').includes(evil));
        assert.doesNotMatch(elsewhere(card), /evil/);
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
