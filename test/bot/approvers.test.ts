import assert from 'node:assert/strict';
import { type ApproverDeps, approverLookup } from '../../src/bot/approvers.ts';
import type { Origin } from '../../src/bot/origin.ts';
import { Fault } from '../../src/errors.ts';
import { GraphRefusal } from '../../src/graph/graph-error.ts';
import { createLog } from '../../src/log.ts';

const REFERENCE = {
  serviceUrl: 's',
  channelId: 'c',
  bot: { id: 'b' },
  conversation: { id: '19:c;messageid=1' },
};
const CHANNEL: Origin = { chat: 'channel', reference: REFERENCE, team: { id: '19:t' } };
const GROUP: Origin = { chat: 'group', reference: REFERENCE };
const PERSONAL: Origin = { chat: 'personal', reference: REFERENCE };

const OWNERS = { owners: true, people: [], groups: [] };

const refusal = (status: number) =>
  new GraphRefusal({ status, headers: new Headers(), body: undefined });
const failing = async () => {
  throw new Error('no answer');
};

/** The owner of the team is Olivia, its roster says Rosa; the group `g` has Greta. */
function setUp(changes: Partial<ApproverDeps> = {}) {
  const lines: string[] = [];
  const clock = { at: 0 };
  const asked: string[] = [];
  const lookup = approverLookup({
    sources: OWNERS,
    // Nothing else of it is asked for.
    people: { find: async () => new Map() } as unknown as ApproverDeps['people'],
    roster: async () => {
      asked.push('roster');
      return [
        { id: 'rosa', name: 'Rosa', mri: '29:rosa', owner: true },
        { id: 'max', name: 'Max', mri: '29:max', owner: false },
      ];
    },
    teamGroup: async () => 'team-group',
    teamOwners: async (group) => {
      asked.push(`owners of ${group}`);
      return [{ id: 'olivia', name: 'Olivia' }];
    },
    groupMembers: async (group) => {
      asked.push(`members of ${group}`);
      return [{ id: 'greta', name: 'Greta' }];
    },
    now: () => new Date(clock.at),
    log: createLog('warn', { write: (line: string) => lines.push(line) }),
    ...changes,
  });
  const names = async (origin: Origin) => (await lookup(origin)).map(({ id }) => id);
  return { lookup, names, lines, clock, asked };
}

describe('the approvers', () => {
  it('of a channel are the owners of its team, as Graph tells', async () => {
    const { names, lines, asked } = setUp();

    assert.deepEqual(await names(CHANNEL), ['olivia']);
    assert.deepEqual(lines, []);
    assert.ok(asked.includes('owners of team-group'));
  });

  for (const [what, origin] of [
    ['a group chat', GROUP],
    ['a personal chat', PERSONAL],
    ['a group chat that names a team', { ...GROUP, team: { id: '19:t' } }],
    ['a channel that names no team', { ...GROUP, chat: 'channel' }],
  ] as const) {
    it(`of ${what} are no owners`, async () => {
      assert.deepEqual(await setUp().names(origin), []);
    });
  }

  it('are no owners where the configuration does not say so', async () => {
    const { names, asked } = setUp({ sources: { owners: false, people: ['petra'], groups: [] } });

    assert.deepEqual(await names(CHANNEL), ['petra']);
    assert.ok(!asked.some((each) => each.startsWith('owners')));
  });

  const untold: [string, Partial<ApproverDeps>, RegExp][] = [
    ['Graph refuses', { teamOwners: async () => refusal(403) }, /Graph answered 403/],
    ['the group of the team is unknown', { teamGroup: async () => undefined }, /asking the roster/],
    ['the team cannot be looked up', { teamGroup: failing }, /no answer.*team could not be looked/],
  ];
  for (const [why, changes, logged] of untold) {
    it(`are the owners of the roster where ${why}, and that is logged`, async () => {
      const { names, lines } = setUp(changes);

      assert.deepEqual(await names(CHANNEL), ['rosa']);
      assert.match(lines.join(''), logged);
      assert.match(lines.join(''), /does not tell the team's owners: asking the roster/);
    });
  }

  it('are named people and members of groups in every chat', async () => {
    const sources = { owners: true, people: ['petra'], groups: ['g'] };
    const { names, asked } = setUp({ sources });

    assert.deepEqual(await names(GROUP), ['petra', 'greta']);
    assert.ok(asked.includes('members of g'));
  });

  it('are each named once', async () => {
    const sources = { owners: true, people: ['olivia', 'greta'], groups: ['g', 'h'] };

    assert.deepEqual(await setUp({ sources }).names(CHANNEL), ['olivia', 'greta']);
  });
});

describe('approvers who cannot be told', () => {
  const failures: [string, Partial<ApproverDeps>][] = [
    ['Graph does not answer', { teamOwners: failing }],
    ['neither Graph nor Teams tells', { teamOwners: async () => refusal(403), roster: failing }],
    [
      'Graph refuses the members of a group',
      {
        sources: { owners: false, people: ['petra'], groups: ['g'] },
        groupMembers: async () => refusal(403),
      },
    ],
  ];
  for (const [why, changes] of failures) {
    it(`are not invented, but a failure: ${why}`, async () => {
      await assert.rejects(
        setUp(changes).lookup(CHANNEL),
        (error: unknown) => error instanceof Fault && error.code === 'approvers-unavailable',
      );
    });
  }

  for (const [code, told] of [
    ['database-unavailable', 'database-unavailable'],
    ['misconfigured', 'misconfigured'],
    ['throttled', 'approvers-unavailable'],
  ] as const) {
    it(`are a failure that says what is the matter: ${code}`, async () => {
      const teamOwners = () => Promise.reject(new Fault(code));

      await assert.rejects(
        setUp({ teamOwners }).lookup(CHANNEL),
        (error: unknown) => error instanceof Fault && error.code === told,
      );
    });
  }
});

describe('the name of an approver', () => {
  const known = { id: 'olivia', name: 'Olivia who was met', mri: '29:met' };
  const people = (...met: (typeof known)[]) =>
    ({
      find: async (ids: readonly string[]) =>
        new Map(met.filter(({ id }) => ids.includes(id)).map((each) => [each.id, each])),
    }) as unknown as ApproverDeps['people'];
  const owner = (name?: string) => async () => [{ id: 'olivia', name }];
  const roster = (name: string) => async () => [
    { id: 'olivia', name, mri: '29:here', owner: false },
  ];
  const table: [string, Partial<ApproverDeps>, string, string | undefined][] = [
    ["the roster's first", { roster: roster('Olivia here') }, 'Olivia here', '29:here'],
    ["then Graph's", {}, 'Olivia', '29:met'],
    ["Graph's where the roster has none", { roster: roster('') }, 'Olivia', '29:here'],
    ['then how they were met', { teamOwners: owner() }, 'Olivia who was met', '29:met'],
    ['nobody knows', { teamOwners: owner(), people: people() }, 'an approver', undefined],
  ];
  for (const [what, changes, name, mri] of table) {
    it(`is ${what}`, async () => {
      const { lookup } = setUp({ people: people(known), ...changes });

      assert.deepEqual(await lookup(CHANNEL), [{ id: 'olivia', name, mri }]);
    });
  }

  it('can do without the roster, and that is logged', async () => {
    const { lookup, lines } = setUp({ roster: failing });

    assert.equal((await lookup(CHANNEL))[0]?.name, 'Olivia');
    assert.match(lines.join(''), /no answer.*roster could not be read/);
  });

  it('does not ask for the roster of a personal chat', async () => {
    const { lookup, asked } = setUp({ sources: { owners: true, people: ['max'], groups: [] } });

    assert.deepEqual(await lookup(PERSONAL), [{ id: 'max', name: 'an approver', mri: undefined }]);
    assert.deepEqual(asked, []);
  });
});

describe('the list of approvers', () => {
  const elsewhere = { ...REFERENCE, conversation: { id: '19:d' } };
  const thread = { ...REFERENCE, conversation: { id: '19:c;messageid=2' } };
  const table: [string, Origin, Origin, number, boolean][] = [
    ['in all channels of a team', CHANNEL, { ...CHANNEL, reference: elsewhere }, 0, true],
    ['in another team', CHANNEL, { ...CHANNEL, team: { id: '19:u' } }, 0, false],
    ['in all threads of a chat', GROUP, { ...GROUP, reference: thread }, 0, true],
    ['in another chat', GROUP, { ...GROUP, reference: elsewhere }, 0, false],
    ['until ten minutes are over', CHANNEL, CHANNEL, 599_999, true],
    ['after ten minutes', CHANNEL, CHANNEL, 600_000, false],
  ];
  for (const [where, first, second, ms, kept] of table) {
    it(`is ${kept ? 'kept' : 'read anew'} ${where}`, async () => {
      const { lookup, clock } = setUp();

      const before = await lookup(first);
      clock.at = ms;

      assert.equal((await lookup(second)) === before, kept);
    });
  }
});
