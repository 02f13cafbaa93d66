import assert from 'node:assert/strict';
import { type Config, parseConfig } from '../src/config.ts';
import { environment, mistakes } from './support/environment.ts';

const ANN = '1f0c4b7a-52d9-4e63-8a1b-6d9e3c2f7a08';
const BEN = '2b8d6e1c-93f4-4a75-b0c2-7e1f4d3a9b19';
// An object id need not be a UUID of RFC 9562: this one has neither its version nor its variant.
const GROUP = '3c9e7f2d-a4b5-0c86-c1d3-8f2a5e4bac2a';

describe('the configuration of approval', () => {
  const right: [string, string, (config: Config) => unknown, unknown][] = [
    ['APPROVAL', 'channels', ({ approval }) => approval.approval, 'channels'],
    ['APPROVAL', 'never', ({ approval }) => approval.approval, 'never'],
    ['APPROVALS_NEEDED', '1', ({ approval }) => approval.approvalsNeeded, 1],
    ['APPROVALS_NEEDED', '10', ({ approval }) => approval.approvalsNeeded, 10],
    ['APPROVALS_NEEDED', '20', ({ approval }) => approval.approvalsNeeded, 20],
    ['APPROVAL_SELF', 'true', ({ approval }) => approval.selfApproval, true],
    ['APPROVAL_SELF', 'TRUE', ({ approval }) => approval.selfApproval, true],
    ['APPROVAL_SELF', 'False', ({ approval }) => approval.selfApproval, false],
    ['APPROVAL_EXPIRES', 'PT1S', ({ approval }) => approval.expiresAfterMs, 1000],
    ['APPROVAL_EXPIRES', 'P365D', ({ approval }) => approval.expiresAfterMs, 31_536_000_000],
    ['APPROVAL_REMINDS', 'PT1S', ({ approval }) => approval.remindsAfterMs, 1000],
    ['APPROVAL_REMINDS', 'P365D', ({ approval }) => approval.remindsAfterMs, 31_536_000_000],
    ['APPROVAL_REMINDS', 'off', ({ approval }) => approval.remindsAfterMs, undefined],
    ['PROVISION_AS', 'requester', ({ approval }) => approval.provisionAs, 'requester'],
    ['PROVISION_AS', 'approver', ({ approval }) => approval.provisionAs, 'approver'],
  ];
  for (const [name, value, read, expected] of right) {
    it(`takes ${name}=${value}`, () => {
      assert.equal(read(parseConfig(environment({ [name]: value }))), expected);
    });
  }

  const approvers: [string, Config['approvers']][] = [
    ['owners', { owners: true, people: [], groups: [] }],
    [ANN, { owners: false, people: [ANN], groups: [] }],
    [`group:${GROUP}`, { owners: false, people: [], groups: [GROUP] }],
    [
      `${BEN}, group:${GROUP} ,owners,, ${ANN}`,
      { owners: true, people: [BEN, ANN], groups: [GROUP] },
    ],
    [`owners ${ANN}`, { owners: true, people: [ANN], groups: [] }],
    [
      `OWNERS,owners,${ANN},${ANN.toUpperCase()},group:${GROUP},GROUP:${GROUP.toUpperCase()}`,
      { owners: true, people: [ANN], groups: [GROUP] },
    ],
    [`${ANN},group:${ANN}`, { owners: false, people: [ANN], groups: [ANN] }],
  ];
  for (const [given, expected] of approvers) {
    it(`reads APPROVERS=${given}`, () => {
      assert.deepEqual(parseConfig(environment({ APPROVERS: given })).approvers, expected);
    });
  }

  const wrong: [string, string, string][] = [
    ['APPROVAL', 'sometimes', '"never"'],
    ['APPROVAL', 'Always', '"always"'],
    ['APPROVALS_NEEDED', '0', '1 to 20'],
    ['APPROVALS_NEEDED', '21', '1 to 20'],
    ['APPROVALS_NEEDED', '1.5', '1 to 20'],
    ['APPROVALS_NEEDED', '-1', '1 to 20'],
    ['APPROVALS_NEEDED', '1e1', '1 to 20'],
    ['APPROVALS_NEEDED', 'two', '1 to 20'],
    ['APPROVAL_SELF', 'yes', 'true or false'],
    ['APPROVAL_SELF', '1', 'true or false'],
    ['APPROVAL_SELF', 'off', 'true or false'],
    ['APPROVAL_EXPIRES', 'PT0S', 'from PT1S up to P365D'],
    ['APPROVAL_EXPIRES', 'PT0.9S', 'from PT1S up to P365D'],
    ['APPROVAL_EXPIRES', 'P366D', 'from PT1S up to P365D'],
    ['APPROVAL_EXPIRES', 'P365DT1S', 'from PT1S up to P365D'],
    ['APPROVAL_EXPIRES', 'off', 'from PT1S up to P365D, such as P3D'],
    ['APPROVAL_EXPIRES', '3 days', 'from PT1S up to P365D'],
    ['APPROVAL_REMINDS', 'PT0S', 'from PT1S up to P365D'],
    ['APPROVAL_REMINDS', 'PT0.9S', 'from PT1S up to P365D'],
    ['APPROVAL_REMINDS', 'P365DT1S', 'from PT1S up to P365D'],
    ['APPROVAL_REMINDS', 'never', 'or off'],
    ['APPROVAL_REMINDS', '4', 'or off'],
    ['PROVISION_AS', 'bot', '"approver"'],
    ['PROVISION_AS', 'Approver', '"approver"'],
    ['APPROVERS', ',', 'at least one entry'],
    ['APPROVERS', 'ann@contoso.com', 'instead of "ann@contoso.com" give owners,'],
    ['APPROVERS', `owners, members, ${ANN}`, 'instead of "members" give owners,'],
    ['APPROVERS', 'Bob; owners', 'instead of "Bob;" give owners,'],
    ['APPROVERS', `${ANN}0`, `instead of "${ANN}0" give`],
    ['APPROVERS', 'group:admins, x', 'instead of "group:admins", "x" give'],
    ['APPROVERS', 'group:owners', 'instead of "group:owners" give'],
    ['APPROVERS', `group: ${GROUP}`, 'instead of "group:" give'],
    ['APPROVERS', `group:group:${GROUP}`, `instead of "group:group:${GROUP}" give`],
    ['APPROVERS', `people:${ANN}`, `instead of "people:${ANN}" give`],
  ];
  for (const [name, value, remedy] of wrong) {
    it(`refuses ${name}=${value}, saying the value and the remedy`, () => {
      const [mistake = '', ...others] = mistakes(environment({ [name]: value }));

      assert.deepEqual(others, []);
      assert.ok(mistake.startsWith(`${name} is ${JSON.stringify(value)}: `), mistake);
      assert.ok(mistake.includes(remedy), mistake);
    });
  }

  it('refuses a wrong value where approval is never asked for, too', () => {
    const given = environment({ APPROVAL: 'never', APPROVERS: 'bob', APPROVALS_NEEDED: '0' });

    assert.equal(mistakes(given).length, 2);
  });

  const NO_OWNERS =
    'with APPROVAL=always, personal and group chats have no owners: ' +
    'add people or group:<object id>';
  const TOO_FEW = 'add people, owners or group:<object id>, or lower it';
  const together: [string, Record<string, string>, string[]][] = [
    ['always without APPROVERS', { APPROVAL: 'always' }, [`APPROVERS is "owners": ${NO_OWNERS}`]],
    [
      'always with owners alone',
      { APPROVAL: 'always', APPROVERS: 'Owners, owners' },
      [`APPROVERS is "Owners, owners": ${NO_OWNERS}`],
    ],
    ['always with a person', { APPROVAL: 'always', APPROVERS: ANN }, []],
    [
      'always with owners and a group',
      { APPROVAL: 'always', APPROVERS: `owners,group:${GROUP}` },
      [],
    ],
    ['channels with owners alone', { APPROVAL: 'channels', APPROVERS: 'owners' }, []],
    ['never with owners alone', { APPROVAL: 'never', APPROVERS: 'owners' }, []],
    ['never with the approver provisioning', { APPROVAL: 'never', PROVISION_AS: 'approver' }, []],
    ['as many people as needed', { APPROVERS: `${ANN},${BEN}`, APPROVALS_NEEDED: '2' }, []],
    [
      'fewer people than needed',
      { APPROVERS: `${ANN},${BEN}`, APPROVALS_NEEDED: '3' },
      [`APPROVALS_NEEDED is "3": APPROVERS names fewer people (2): ${TOO_FEW}`],
    ],
    [
      'one person twice where two are needed',
      { APPROVAL: 'always', APPROVERS: `${ANN},${ANN.toUpperCase()}`, APPROVALS_NEEDED: '2' },
      [`APPROVALS_NEEDED is "2": APPROVERS names fewer people (1): ${TOO_FEW}`],
    ],
    [
      'fewer people than needed, and owners',
      { APPROVERS: `owners,${ANN}`, APPROVALS_NEEDED: '2' },
      [],
    ],
    [
      'fewer people than needed, and a group',
      { APPROVERS: `${ANN},group:${GROUP}`, APPROVALS_NEEDED: '2' },
      [],
    ],
    [
      'fewer people than needed, but never asked',
      { APPROVAL: 'never', APPROVERS: ANN, APPROVALS_NEEDED: '2' },
      [],
    ],
    [
      'people where their number is wrong by itself',
      { APPROVERS: ANN, APPROVALS_NEEDED: '0' },
      ['APPROVALS_NEEDED is "0": give a whole number from 1 to 20'],
    ],
    [
      'several wrong things at once',
      { APPROVAL: 'always', APPROVAL_SELF: 'maybe', APPROVALS_NEEDED: '0' },
      [
        'APPROVALS_NEEDED is "0": give a whole number from 1 to 20',
        'APPROVAL_SELF is "maybe": give true or false',
        `APPROVERS is "owners": ${NO_OWNERS}`,
      ],
    ],
    [
      'approval that cannot be given in a configuration that is wrong elsewhere',
      { PORT: 'x', APPROVERS: ANN, APPROVALS_NEEDED: '2' },
      [
        'PORT is "x": give a port from 0 to 65535',
        `APPROVALS_NEEDED is "2": APPROVERS names fewer people (1): ${TOO_FEW}`,
      ],
    ],
  ];
  for (const [title, given, expected] of together) {
    it(`${expected.length > 0 ? 'refuses' : 'takes'} ${title}`, () => {
      assert.deepEqual(mistakes(environment(given)), expected);
    });
  }
});
