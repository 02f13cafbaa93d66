import assert from 'node:assert/strict';
import { PEOPLE } from '../../sandbox/cloud/directory.ts';
import { ALIAS, beginForm, CONNECTOR_SERVER, giveServers, KIND, ORGANIZATION } from './form.ts';
import type { ChatWindow } from './playground.ts';
import { browserTrial, SCREENSHOTS } from './trial.ts';

const CREATE = 'Create connector';

describe('a person in the chat client', () => {
  const trial = browserTrial([PEOPLE.alex]);
  let chat: ChatWindow;

  beforeEach(async () => {
    chat = await trial.window(PEOPLE.alex);
  });

  it('is told what the bot can do', async () => {
    await chat.say('help');

    const help = await chat.card('opens the form for a new Exchange connector');
    await help.shows('sign out');
  });

  it('sees what is wrong beside the field, everything else kept', async () => {
    const form = await beginForm(chat);
    await form.fill(CONNECTOR_SERVER, 'conn01.contoso.com');
    await chat.screenshot(`${SCREENSHOTS}form.png`);

    await form.press(CREATE);

    await form.shows('Enter the Exchange server');
    await chat.screenshot(`${SCREENSHOTS}error.png`);
    assert.equal(await form.input(KIND).inputValue(), 'On-premises (retired)');
    assert.equal(await form.input(ORGANIZATION).inputValue(), 'Contoso');
    assert.equal(await form.input(ALIAS).inputValue(), 'exchange-contoso');
    assert.equal(await form.input(CONNECTOR_SERVER).inputValue(), 'conn01.contoso.com');
    assert.deepEqual(trial.sandbox.cloud.graph.connectors, []);
  });

  it('gets a connector for a right form', async () => {
    const form = await beginForm(chat);
    await giveServers(form);

    await form.press(CREATE);

    const created = await chat.card('Exchange connector created');
    await chat.screenshot(`${SCREENSHOTS}created.png`);
    const [connector, ...others] = trial.sandbox.cloud.graph.connectors;
    assert.equal(connector?.exchangeOrganization, 'Contoso');
    assert.deepEqual(others, []);
    await created.shows(connector.id);
  });
});
