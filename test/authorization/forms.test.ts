import assert from 'node:assert/strict';
import { FOREIGN_TENANT_ID, PEOPLE } from '../../sandbox/cloud/directory.ts';
import { newId } from '../requests/desk.ts';
import { anInput } from '../support/builders.ts';
import { findAction } from '../support/cards.ts';
import { type OpenBot, runOpenBot } from '../support/open-bot.ts';
import { TeamsClient } from '../support/teams.ts';
import { FORM_MATRIX } from './form-matrix.ts';
import { cellsOf } from './matrix.ts';
import { clientOf, press, type Shown } from './press.ts';
import type { Role } from './roles.ts';

const { alex, adele, patti } = PEOPLE;
const provisionAs = 'requester';
const ROLES: Readonly<Record<string, Role>> = {
  owner: { person: alex, at: 'thread', provisionAs },
  away: { person: alex, at: 'alone', provisionAs },
  member: { person: adele, at: 'thread', provisionAs },
  stranger: { person: patti, at: 'alone', provisionAs },
  foreign: { person: alex, at: 'thread', provisionAs, tenant: FOREIGN_TENANT_ID },
};
const SHOWN: Readonly<Record<string, RegExp>> = {
  request: /^Approval needed/,
  cancelled: /^Form cancelled/,
  theirs: /This form belongs to Alex Wilber/,
  'no-verb': /This card is of another version of the bot/,
};

describe('who may do what with a form', () => {
  let bot: OpenBot;
  before(async function () {
    this.timeout(30_000);
    bot = await runOpenBot();
  });
  after(() => bot.close());

  const inputsFor = (form: string) =>
    anInput({ exchangeOrganization: form, justification: 'Because of the test.' });

  /** A form of Alex's in this state, in this thread. */
  async function make(state: string, owner: TeamsClient): Promise<string> {
    if (state === 'unknown') return newId('form');
    const card = await owner.ask('new');
    const form = String(findAction(card, 'form.submit').data?.form);
    if (state === 'submitted') await owner.press(card, 'form.submit', inputsFor(form));
    if (state === 'cancelled') await owner.press(card, 'form.cancel');
    return form;
  }
  const look = async (form: string) => {
    const all = await bot.db.selectFrom('form').selectAll().orderBy('id').execute();
    const requests = await bot.db.selectFrom('request').selectAll().orderBy('number').execute();
    return {
      own: all.find(({ id }) => id === form),
      others: all.filter(({ id }) => id !== form),
      requests: requests.map(({ id, version, status }) => ({ id, version, status })),
    };
  };
  type Seen = Awaited<ReturnType<typeof look>>;

  function assertSo(expected: string, role: Role, shown: Shown, before: Seen, after: Seen) {
    const known = new Set(before.others.map(({ id }) => id));
    switch (expected) {
      case 'SUBMITTED':
        assert.equal(after.own?.status, 'submitted');
        assert.equal(after.requests.length, before.requests.length + 1);
        // The rules are those of the thread, wherever it was submitted.
        assert.equal(after.requests.at(-1)?.status, 'waiting');
        break;
      case 'CANCELLED':
        assert.equal(after.own?.status, 'cancelled');
        assert.deepEqual(after.requests, before.requests);
        break;
      case 'NEW':
        assert.deepEqual([after.own, after.requests], [before.own, before.requests]);
        assert.deepEqual(
          after.others.flatMap(({ id, owner_id }) => (known.has(id) ? [] : [owner_id])),
          [role.person.aadObjectId],
        );
        break;
      case '403':
        assert.deepEqual([shown.status, after], [403, before]);
        break;
      default:
        assert.deepEqual(after, before);
        // To old clients a card that is right already is not sent again.
        if (shown.words !== '' || !['request', 'cancelled'].includes(expected)) {
          const words = SHOWN[expected];
          assert.ok(words, `no words for ${expected}`);
          assert.match(shown.words, words);
        }
    }
  }

  for (const way of ['execute', 'submit'] as const) {
    for (const { verb, state, role: name, expected } of cellsOf(FORM_MATRIX)) {
      it(`${verb} by ${name}, ${state}, as ${way}: ${expected}`, async () => {
        const role = ROLES[name];
        assert.ok(role);
        const owner = new TeamsClient(bot, alex, 'channel');
        const form = await make(state, owner);
        const client = clientOf(bot, role, owner.conversationId);
        const asked = bot.cloud.graph.requests.length;
        const before = await look(form);

        const inputs = verb === 'form.submit' ? inputsFor(form) : {};
        const shown = await press(client, role, way, verb, { form, ...inputs });

        assertSo(expected, role, shown, before, await look(form));
        const calls = bot.cloud.graph.requests.slice(asked);
        assert.deepEqual(
          calls.filter(({ path }) => path.includes('exchangeConnectors')),
          [],
        );
      });
    }
  }
});
