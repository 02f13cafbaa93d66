import assert from 'node:assert/strict';
import { PEOPLE } from '../../sandbox/cloud/directory.ts';
import { type RunningBot, withBot } from '../support/bot.ts';
import { anInput } from '../support/builders.ts';
import { adaptiveCard, answeredCard, verbs, words } from '../support/cards.ts';
import { ChannelThread, numberOf, showsIn } from '../support/channel.ts';
import { TeamsClient } from '../support/teams.ts';

describe('the command requests', () => {
  let bot: RunningBot;
  let thread: ChannelThread;
  let alex: TeamsClient;
  let megan: TeamsClient;
  let adele: TeamsClient;
  withBot((running) => {
    bot = running;
    thread = new ChannelThread(running);
    alex = new TeamsClient(running);
    megan = new TeamsClient(running, PEOPLE.megan);
    adele = new TeamsClient(running, PEOPLE.adele);
  });

  it('says so when there are none', async () => {
    const card = await adele.ask('requests');

    assert.match(words(card), /no requests/);
  });

  it("lists a person's own and those that wait for their decision", async () => {
    const waiting = numberOf(await thread.ask());
    const finished = answeredCard(
      await alex.press(
        await alex.ask('new'),
        'form.submit',
        anInput({ exchangeOrganization: 'Finished' }),
      ),
    );

    const [own, forMegan, forAdele] = await Promise.all(
      [alex, megan, adele].map(async (client) => words(await client.ask('my requests'))),
    );

    assert.ok(own?.includes(waiting) && own.includes(numberOf(finished)), own);
    assert.ok(forMegan?.includes(waiting), forMegan);
    assert.ok(!forMegan?.includes(numberOf(finished)), forMegan);
    assert.match(forAdele ?? '', /no requests/);
  });

  it('no longer lists what was decided', async () => {
    const card = await thread.seenBy(thread.megan, await thread.ask());
    await thread.megan.press(card, 'request.approve');

    const list = words(await megan.ask('requests'));

    assert.ok(!list.includes(`${numberOf(card)}\n`), list);
  });

  for (const command of ['request', '#', 'request #'] as const) {
    it(`shows a request with its history to those who have to do with it: ${command}`, async () => {
      const number = numberOf(await thread.ask()).slice(1);
      const text = command === 'request' ? `request ${number}` : `${command}${number}`;

      const [own, forMegan, forAdele] = await Promise.all([
        alex.ask(text),
        megan.ask(text),
        adele.say(text),
      ]);

      assert.match(words(own ?? { type: 'AdaptiveCard', body: [] }), /Alex Wilber asked for/);
      assert.ok(verbs(own).includes('request.cancel'));
      assert.ok(verbs(forMegan).includes('request.approve'));
      assert.match(forAdele[0]?.activity.text ?? '', new RegExp(`no request #${number} of yours`));
    });
  }

  it('does not tell a number that exists from one that does not', async () => {
    const number = numberOf(await thread.ask()).slice(1);

    const known = await adele.say(`request ${number}`);
    const unknown = await adele.say('request 99999');

    assert.equal(
      known[0]?.activity.text?.replace(number, 'N'),
      unknown[0]?.activity.text?.replace('99999', 'N'),
    );
  });

  it('keeps the card that it sent up to date', async () => {
    const card = await thread.seenBy(thread.megan, await thread.ask());
    await alex.say(`request ${numberOf(card).slice(1)}`);

    await thread.megan.press(card, 'request.approve');

    const shown = await showsIn(bot, alex.conversationId, /connector created/);
    assert.deepEqual(verbs(adaptiveCard(shown.activity)), ['request.refresh', 'form.open']);
  });

  it('does not show a request in a chat whose people have nothing to do with it', async () => {
    const mine = answeredCard(
      await alex.press(
        await alex.ask('new'),
        'form.submit',
        anInput({ exchangeOrganization: 'Private' }),
      ),
    );

    const [answer] = await thread.alex.say(`request ${numberOf(mine).slice(1)}`);

    assert.match(answer?.activity.text ?? '', /asked for elsewhere/);
    assert.doesNotMatch(JSON.stringify(answer?.activity), /Private/);
  });
});
