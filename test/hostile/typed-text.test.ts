import assert from 'node:assert/strict';
import { PEOPLE, type Person } from '../../sandbox/cloud/directory.ts';
import { FORM_FIELD_IDS } from '../../src/requests/fields.ts';
import { inputs as inputsOf } from '../cards/drawn.ts';
import { type RunningBot, withBot } from '../support/bot.ts';
import { anInput } from '../support/builders.ts';
import { type AdaptiveCard, answeredCard, input, messageBeside } from '../support/cards.ts';
import { numberOf, saysIn, showsIn } from '../support/channel.ts';
import { TeamsClient } from '../support/teams.ts';
import { checkCard, checkMessage, runsOf } from './shown.ts';
import { EVIL_LINES, EVIL_TEXTS } from './texts.ts';

const HALVES = 'evil \ud83d evil \udc00';
const ISOLATES = /[\u2068\u2069]/g;

let organizations = 0;
const anOrganization = (): string => {
  organizations += 1;
  return `Contoso ${organizations}`;
};

describe('what people type, and are called', () => {
  let bot: RunningBot;
  withBot((running) => {
    bot = running;
  });

  const named = (person: Person, name: string): Person => ({ ...person, name });
  /** Long enough for a justification. */
  const sentence = (evil: string): string => evil.repeat(Math.ceil(10 / evil.trim().length));
  const kept = (text: string): string => text.normalize('NFC').trim();
  const ask = async (client: TeamsClient, changes: Record<string, unknown>) =>
    answeredCard(await client.press(await client.ask('new'), 'form.submit', anInput(changes)));
  const seenBy = async (client: TeamsClient, card: AdaptiveCard) =>
    answeredCard(await client.press(card, 'request.refresh'));
  /** Everything that was shown in these chats. */
  const checkMessages = (chats: readonly TeamsClient[], typed: readonly string[]) => {
    for (const { versions } of chats.flatMap((chat) => chat.sent())) {
      for (const each of versions) checkMessage(each, typed);
    }
  };
  /** A line of a card that says this, apart from what keeps it from turning its neighbours. */
  const says = (card: AdaptiveCard, line: string) => {
    const lines = runsOf(card).map((run) => run.replace(ISOLATES, ''));
    assert.ok(lines.includes(line), `${JSON.stringify(line)} among ${JSON.stringify(lines)}`);
  };

  for (const evil of [...EVIL_TEXTS, ...EVIL_LINES, HALVES]) {
    it(`comes back in every field of the form as it was typed: ${JSON.stringify(evil)}`, async () => {
      const alex = new TeamsClient(bot, named(PEOPLE.alex, evil), 'channel');
      const stranger = alex.joinedBy(PEOPLE.adele);
      const form = await alex.ask('new');
      const all = Object.fromEntries(FORM_FIELD_IDS.map((field) => [field, evil]));
      const [message] = alex.sent();

      const again = answeredCard(await alex.press(form, 'form.submit', all));
      const foreign = await stranger.press(form, 'form.submit', all);
      await stranger.submit(form, 'form.submit', all);
      await alex.submit(form, 'form.submit', all, message?.activityId);

      // A database cannot keep halves of characters and NUL.
      const value = evil.toWellFormed().replaceAll('\u0000', '\u0001');
      for (const field of FORM_FIELD_IDS) assert.equal(input(again, field).value, value, field);
      assert.equal(inputsOf(again).length, FORM_FIELD_IDS.length);
      assert.ok(messageBeside(again, 'exchangeAlias'));
      checkCard(again, []);
      // Nobody knows whether clients read these words as Markdown.
      assert.match(
        String(foreign.body.value),
        /belongs to (somebody else|[^[\]<>*_`|#\n]+)\. Type/,
      );
      checkMessages([alex], []);
      assert.equal(bot.cloud.graph.connectors.length, 0);
    });
  }

  for (const evil of EVIL_TEXTS) {
    it(`stays what it is from the request to the connector: ${JSON.stringify(evil)}`, async () => {
      const alex = new TeamsClient(bot, named(PEOPLE.alex, evil), 'channel');
      const megan = alex.joinedBy(named(PEOPLE.megan, evil));
      const alone = new TeamsClient(bot, named(PEOPLE.megan, evil));
      await alone.say('help');
      const exchangeOrganization = anOrganization();
      const why = kept(sentence(evil));

      const waiting = await ask(alex, { exchangeOrganization, justification: sentence(evil) });
      const rival = await ask(alex, { exchangeOrganization, justification: sentence(evil) });
      const list = await alone.ask('requests');
      await showsIn(bot, alone.conversationId, /^Approval needed/);
      const created = answeredCard(
        await megan.press(await seenBy(megan, waiting), 'request.approve', { comment: evil }),
      );
      const history = await new TeamsClient(bot, PEOPLE.alex).ask(`request ${numberOf(waiting)}`);
      await saysIn(bot, alex.conversationId, /is done/);

      for (const card of [waiting, created, history]) assert.ok(runsOf(card).includes(why));
      for (const card of [waiting, rival, list, created, history]) checkCard(card, [why]);
      assert.match(runsOf(rival)[0] ?? '', /^Nothing was requested: .* is still open/);
      assert.equal(input(rival, 'justification').value, sentence(evil));
      assert.ok(runsOf(created).some((run) => run.includes(' approved: ')));
      checkMessages([alex, alone], [why]);
    });

    it(`is the reason of those who decide: ${JSON.stringify(evil)}`, async () => {
      const alex = new TeamsClient(bot, named(PEOPLE.alex, evil), 'channel');
      const megan = alex.joinedBy(named(PEOPLE.megan, evil));
      const asked = { exchangeOrganization: anOrganization(), justification: sentence(evil) };

      const first = await seenBy(megan, await ask(alex, asked));
      const tooLong = evil.repeat(80);
      const wrong = answeredCard(await megan.press(first, 'request.reject', { comment: tooLong }));
      const rejected = answeredCard(await megan.press(first, 'request.reject', { comment: evil }));
      await saysIn(bot, alex.conversationId, /was rejected/);
      const second = await seenBy(alex, await ask(alex, asked));
      const cancelled = answeredCard(await alex.press(second, 'request.cancel'));

      const shown = input(wrong, 'comment').value;
      assert.ok(typeof shown === 'string' && tooLong.startsWith(shown.replace(/\ufffd$/, '')));
      assert.ok(messageBeside(wrong, 'comment'));
      assert.ok(runsOf(rejected).includes(kept(evil)));
      const typed = [kept(evil), kept(sentence(evil))];
      for (const card of [wrong, rejected, cancelled]) checkCard(card, typed);
      checkMessages([alex], typed);
    });
  }

  for (const line of EVIL_LINES) {
    it(`is refused with line breaks and control characters: ${JSON.stringify(line)}`, async () => {
      const alex = new TeamsClient(bot, named(PEOPLE.alex, line), 'channel');
      const megan = alex.joinedBy(named(PEOPLE.megan, line));
      const asked = { exchangeOrganization: anOrganization() };

      const again = await ask(alex, { ...asked, justification: line });
      const waiting = await ask(alex, { ...asked, justification: 'Because of the evil.' });
      const card = await seenBy(megan, waiting);
      const commented = answeredCard(await megan.press(card, 'request.reject', { comment: line }));

      assert.match(messageBeside(again, 'justification') ?? '', /control characters/);
      assert.match(messageBeside(commented, 'comment') ?? '', /control characters/);
      says(waiting, 'Because of the evil.');
      checkMessages([alex], ['Because of the evil.']);
    });
  }

  it('is no Markdown in the words for old clients either', async () => {
    const exchangeOrganization = anOrganization();
    const alex = new TeamsClient(bot);
    const adele = new TeamsClient(
      bot,
      named(PEOPLE.adele, '[evil](https://evil.example)'),
      'channel',
    );
    const refused = {
      kind: 'refuse',
      status: 400,
      code: 'BadRequest',
      message: '',
      times: 1,
    } as const;
    bot.cloud.faults.set('graph.create', refused);
    const failed = await ask(alex, { exchangeOrganization });
    await ask(adele, { exchangeOrganization, justification: 'Because of the evil.' });

    await alex.submit(failed, 'request.retry');

    const told = await saysIn(bot, alex.conversationId, /\[evil\].* is still open/);
    assert.equal(told.activity.textFormat, 'plain');
    checkMessages([alex, adele], ['Because of the evil.']);
  });

  it('is not said by the bot when a form sends what it does not have', async () => {
    const alex = new TeamsClient(bot, PEOPLE.alex, 'channel');
    const form = await alex.ask('new');
    const foreign = anInput({ '[evil](https://evil.example)': '' });

    const answer = await alex.press(form, 'form.submit', foreign);
    await alex.submit(form, 'form.submit', foreign);

    assert.equal(answer.body.statusCode, 400);
    assert.doesNotMatch(answer.text, /evil/);
    assert.match(alex.sent().at(-1)?.activity.text ?? '', /does not have/);
    assert.doesNotMatch(alex.sent().at(-1)?.activity.text ?? '', /evil/);
  });
});
