import assert from 'node:assert/strict';
import type { Activity } from 'botbuilder';
import { accessRequest, isInvolved, viewerFor } from '../../src/bot/request-access.ts';
import type { Turn } from '../../src/bot/turn.ts';
import { createLog } from '../../src/log.ts';
import type { Person } from '../../src/requests/person.ts';
import type { Request } from '../../src/requests/request.ts';
import type { Stored } from '../../src/requests/request-reader.ts';
import { ADELE, ALEX, aRequest, MEGAN, T0 } from '../support/requests.ts';

const REFERENCE = { serviceUrl: 's', channelId: 'c', bot: { id: 'b' }, conversation: { id: 'x' } };

const aStored = (request: Request, approvers: readonly Person[] = []): Stored => ({
  request,
  version: 1,
  approvers,
  origin: { chat: 'channel', reference: REFERENCE },
  history: [],
});

/** The request is shown in `thread` only. */
const deps = (stored: Stored, approversNow: readonly Person[] | Error = []) => {
  const lines: string[] = [];
  const asked: unknown[] = [];
  return {
    lines,
    asked,
    log: createLog('warn', { write: (line: string) => lines.push(line) }),
    requests: {
      find: async (id: string) => {
        assert.equal(typeof id, 'string');
        return id === stored.request.id ? stored : undefined;
      },
    },
    conversationsOf: async (id: string) => new Set(id === stored.request.id ? ['thread'] : []),
    approversOf: async (origin: unknown) => {
      asked.push(origin);
      if (approversNow instanceof Error) throw approversNow;
      return approversNow;
    },
  };
};

describe('who has to do with a request', () => {
  const nobody = { id: ADELE.id, mayDecide: false };
  const table: [string, Stored, typeof nobody, boolean][] = [
    ['who asked for it', aStored(aRequest('waiting')), { ...nobody, id: ALEX.id }, true],
    ['who could decide it', aStored(aRequest('waiting')), { ...nobody, mayDecide: true }, true],
    ['who could decide it at first', aStored(aRequest('waiting'), [MEGAN, ADELE]), nobody, true],
    [
      'who has approved it',
      aStored(aRequest('created', { approvals: [MEGAN, ADELE].map((by) => ({ by, at: T0 })) })),
      nobody,
      true,
    ],
    ['its executor', aStored(aRequest('failed', { executor: ADELE })), nobody, true],
    ['nobody else while it waits', aStored(aRequest('waiting'), [MEGAN]), nobody, false],
    ['nobody else once it is done', aStored(aRequest('created'), [MEGAN]), nobody, false],
  ];
  for (const [who, stored, viewer, expected] of table) {
    it(`is ${who}`, () => {
      assert.equal(isInvolved(stored, viewer), expected);
    });
  }
});

describe('what a person may do about a request', () => {
  const waiting = aStored(aRequest('waiting'), [ADELE]);

  it('goes by who the approvers are now, where it was asked for', async () => {
    const given = deps(waiting, [ALEX, MEGAN]);

    const viewers = await Promise.all([MEGAN, ADELE].map((who) => viewerFor(given, who, waiting)));

    assert.deepEqual(viewers, [
      { id: MEGAN.id, mayDecide: true },
      { id: ADELE.id, mayDecide: false },
    ]);
    assert.deepEqual(given.asked, [waiting.origin, waiting.origin]);
    assert.deepEqual(given.lines, []);
  });

  it('goes by who they were at first where they cannot be looked up, and that is logged', async () => {
    const given = deps(waiting, new Error('no answer'));

    const viewers = await Promise.all([MEGAN, ADELE].map((who) => viewerFor(given, who, waiting)));

    assert.deepEqual(viewers, [
      { id: MEGAN.id, mayDecide: false },
      { id: ADELE.id, mayDecide: true },
    ]);
    assert.match(given.lines[0] ?? '', /no answer.*"request":"r1".*could not be looked up/);
  });

  it('is no decision once nothing waits for one, and nobody is looked up', async () => {
    const done = aStored(aRequest('created'), [MEGAN]);
    const given = deps(done, [MEGAN]);

    assert.deepEqual(await viewerFor(given, MEGAN, done), { id: MEGAN.id, mayDecide: false });
    assert.deepEqual(given.asked, []);
  });
});

describe('the request of an action', () => {
  const stored = aStored(aRequest('created'));
  // Only these are read of a turn.
  const turn = (person: Person, conversation: string) =>
    ({ person, activity: { conversation: { id: conversation } } as Activity }) as Turn;
  const table: [string, Person, string, string | undefined, boolean][] = [
    ['for who asked for it, wherever they are', ALEX, 'elsewhere', 'r1', true],
    ['for others where its card is', ADELE, 'thread', 'r1', true],
    ['not for others elsewhere', ADELE, 'elsewhere', 'r1', false],
    ['not under another id', ALEX, 'thread', 'r2', false],
    ['not without an id', ALEX, 'thread', undefined, false],
  ];
  for (const [what, person, conversation, request, found] of table) {
    it(`is there ${what}`, async () => {
      // The store has more than what is asked of it here.
      const given = deps(stored) as unknown as Parameters<typeof accessRequest>[0];

      const accessed = await accessRequest(given, turn(person, conversation), {
        request,
        inputs: {},
      });

      assert.deepEqual(
        accessed,
        found
          ? { ok: true, stored }
          : {
              ok: false,
              answer: {
                type: 'message',
                text: 'There is no such request. Type requests to see yours.',
              },
            },
      );
    });
  }
});
