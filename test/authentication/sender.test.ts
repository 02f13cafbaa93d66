import assert from 'node:assert/strict';
import { PEOPLE, TENANT_ID } from '../../sandbox/cloud/directory.ts';
import { anInput } from '../support/builders.ts';
import { answeredCard, findAction, words } from '../support/cards.ts';
import { ChannelThread } from '../support/channel.ts';
import { type OpenBot, runOpenBot } from '../support/open-bot.ts';
import { everythingStored } from '../support/stored.ts';
import { TeamsClient } from '../support/teams.ts';

const { alex, megan } = PEOPLE;

describe('who sent an activity', () => {
  let bot: OpenBot;
  before(async function () {
    this.timeout(30_000);
    bot = await runOpenBot();
  });
  after(() => bot.close());
  beforeEach(() => bot.cloud.reset());

  const connectorCalls = () =>
    bot.cloud.graph.requests.filter(({ path }) => path.includes('exchangeConnectors')).length;

  for (const aadObjectId of [undefined, null]) {
    it(`cannot be told without an Entra account (${aadObjectId}), and nothing is done`, async () => {
      const teams = new TeamsClient(bot);
      const from = { id: alex.mri, name: alex.name, aadObjectId };
      const before = await everythingStored(bot.db);

      const typed = await teams.send(teams.activity({ text: 'new', from }));
      const value = { action: { type: 'Action.Execute', verb: 'form.open', data: {} } };
      const pressed = await teams.send(
        teams.activity({ type: 'invoke', name: 'adaptiveCard/action', value, from }),
      );

      assert.equal(typed.status, 200);
      assert.match(teams.sent()[0]?.activity.text ?? '', /cannot tell who you are/);
      assert.match(String(pressed.body.value), /cannot tell who you are/);
      assert.equal(teams.sent().length, 1);
      assert.deepEqual(await everythingStored(bot.db), before);
    });
  }

  for (const aadObjectId of ['', 7, {}, [alex.aadObjectId]]) {
    it(`is not read from ${JSON.stringify(aadObjectId)}`, async () => {
      const teams = new TeamsClient(bot);

      const from = { id: alex.mri, name: alex.name, aadObjectId };
      const answer = await teams.send(teams.activity({ text: 'new', from }));

      assert.equal(answer.status, 400);
      assert.equal(teams.sent().length, 0);
    });
  }

  it('is the same person however their object id is written', async () => {
    const teams = new TeamsClient(bot);
    const form = await teams.ask('new');
    const shouting = new TeamsClient(
      bot,
      { ...alex, aadObjectId: alex.aadObjectId.toUpperCase() },
      'personal',
      teams.conversationId,
    );

    const inputs = anInput({ exchangeOrganization: 'Shouting' });
    const answer = await shouting.press(form, 'form.submit', inputs);

    assert.match(words(answeredCard(answer)), /connector created/);
  });

  it('is not an approver because an id of Teams says so', async () => {
    const thread = new ChannelThread(bot);
    const card = await thread.seenBy(thread.megan, await thread.ask());
    const { aadObjectId } = PEOPLE.adele;
    const impostor = thread.alex.joinedBy({ ...megan, aadObjectId });

    const answer = await impostor.press(card, 'request.approve');

    assert.match(words(answeredCard(answer)), /not an approver/);
    assert.equal(connectorCalls(), 0);
  });

  it('does not decide their own request under another id of Teams', async () => {
    const thread = new ChannelThread(bot);
    const asMegan = { ...megan, aadObjectId: megan.aadObjectId.toUpperCase() };
    const owner = thread.alex.joinedBy(asMegan);
    const form = await owner.ask('new');
    const inputs = anInput({
      exchangeOrganization: 'Own request',
      justification: 'The pilot of the mail migration needs it.',
    });
    const card = answeredCard(await owner.press(form, 'form.submit', inputs));

    const request = findAction(card, 'request.refresh').data?.request;
    const second = thread.alex.joinedBy({ ...megan, mri: '29:1another' });
    const answer = await second.execute('request.approve', { request });

    assert.match(words(answeredCard(answer)), /your own request/);
    assert.equal(connectorCalls(), 0);
  });

  it("acts with nobody else's sign-in where an id of Teams belongs to somebody else", async () => {
    const teams = new TeamsClient(bot, { ...alex, mri: megan.mri });
    const form = await teams.ask('new');

    const inputs = anInput({ exchangeOrganization: 'Borrowed' });
    const answer = await teams.press(form, 'form.submit', inputs);

    assert.match(words(answeredCard(answer)), /account that signed in is not the one you use/);
    assert.equal(connectorCalls(), 0);
  });

  it('is the one of Entra, whatever else in the activity names a person', async () => {
    const thread = new ChannelThread(bot);
    const card = await thread.seenBy(thread.megan, await thread.ask());
    const request = findAction(card, 'request.refresh').data?.request;
    const { adele } = thread;
    const person = { id: megan.aadObjectId, aadObjectId: megan.aadObjectId, mri: megan.mri };
    const value = {
      action: { verb: 'request.approve', data: { request, person, from: person, by: person } },
      from: person,
      person,
    };

    const answer = await adele.send(
      adele.activity({
        type: 'invoke',
        name: 'adaptiveCard/action',
        value,
        callerId: 'urn:botframework:azure',
        relatesTo: { user: person },
        channelData: { tenant: { id: TENANT_ID }, onBehalfOf: [person], source: person },
      }),
    );

    assert.match(words(answeredCard(answer)), /not an approver/);
    assert.equal(connectorCalls(), 0);
  });
});
