import assert from 'node:assert/strict';
import { OAUTH_CONNECTION, PEOPLE } from '../../sandbox/cloud/directory.ts';
import { type AdaptiveCard, answeredCard, words } from '../support/cards.ts';
import { ChannelThread } from '../support/channel.ts';
import { type OpenBot, runOpenBot } from '../support/open-bot.ts';
import { FOREIGN_ASSERTIONS } from './assertions.ts';

const { alex, megan } = PEOPLE;

/** What uses somebody's rights, besides submitting a form. */
const OCCASIONS = ['request.approve', 'request.complete', 'request.retry'] as const;

/** The others go the same way; they are tried where a form is submitted. */
const ASSERTIONS = FOREIGN_ASSERTIONS.filter(([what]) =>
  ['of another person', 'for Graph', 'without a signature', 'of the bot itself'].includes(what),
);

describe('an assertion that is not that of the person whose rights are used', () => {
  let bot: OpenBot;
  let thread: ChannelThread;
  before(async function () {
    this.timeout(30_000);
    bot = await runOpenBot({ environment: { PROVISION_AS: 'approver' } });
  });
  after(() => bot.close());
  beforeEach(() => {
    bot.cloud.reset();
    thread = new ChannelThread(bot);
  });

  const prepare = {
    'request.approve': (card: AdaptiveCard) => thread.seenBy(thread.megan, card),
    'request.complete': async (card: AdaptiveCard) => {
      bot.cloud.faults.set('entra.obo', { kind: 'mfa-required', times: 1 });
      const own = await thread.seenBy(thread.megan, card);
      return answeredCard(await thread.megan.press(own, 'request.approve'));
    },
    'request.retry': async (card: AdaptiveCard) => {
      const refuse = { kind: 'refuse', status: 403, code: 'Forbidden', message: '' } as const;
      bot.cloud.faults.set('graph.create', { ...refuse, times: 1 });
      const own = await thread.seenBy(thread.megan, card);
      return answeredCard(await thread.megan.press(own, 'request.approve'));
    },
  };
  const stateOf = (card: AdaptiveCard) => {
    const id = String(card.actions?.find(({ data }) => data?.request)?.data?.request);
    const row = bot.db.selectFrom('request').select(['status', 'version']).where('id', '=', id);
    return row.executeTakeFirstOrThrow();
  };

  for (const verb of OCCASIONS) {
    for (const [what, make] of ASSERTIONS) {
      it(`leaves ${verb} undone: one ${what}`, async () => {
        const card = await prepare[verb](await thread.ask());
        bot.cloud.tokens.signOut(megan);
        const before = await stateOf(card);
        const asked = bot.cloud.graph.requests.length;

        const token = await make(bot.cloud, megan);
        const authentication = { id: 'x', connectionName: OAUTH_CONNECTION, token };
        const answer = await thread.megan.press(card, verb, {}, { authentication });

        assert.equal(answer.status, 200);
        assert.deepEqual(await stateOf(card), before, answer.text);
        assert.equal(bot.cloud.graph.requests.length, asked);
        assert.equal(bot.cloud.graph.connectors.length, 0);
      });
    }

    it(`does not keep ${verb} from being done with the right one`, async () => {
      const card = await prepare[verb](await thread.ask());
      bot.cloud.tokens.signOut(megan);

      const token = await bot.cloud.entra.userToken(megan);
      const authentication = { id: 'x', connectionName: OAUTH_CONNECTION, token };
      const answer = await thread.megan.press(card, verb, {}, { authentication });

      assert.match(words(answeredCard(answer)), /connector created/);
      const post = bot.cloud.graph.requests.find(
        ({ method, status }) => method === 'POST' && status === 201,
      );
      assert.equal(post?.claims?.oid, megan.aadObjectId);
    });
  }

  it('of the requester does not serve the approver, though it proves who asked', async () => {
    const card = await thread.seenBy(thread.megan, await thread.ask());
    bot.cloud.tokens.signOut(megan);

    const token = await bot.cloud.entra.userToken(alex);
    const authentication = { id: 'x', connectionName: OAUTH_CONNECTION, token };
    const answer = await thread.megan.press(card, 'request.approve', {}, { authentication });

    assert.match(answer.text, /account that signed in is not the one you use/);
    assert.equal((await stateOf(card)).status, 'waiting');
    assert.equal(bot.cloud.tokens.isSignedIn(megan), false);
  });
});
