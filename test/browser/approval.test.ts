import assert from 'node:assert/strict';
import { PEOPLE, TEAM } from '../../sandbox/cloud/directory.ts';
import { beginForm, giveServers, JUSTIFICATION } from './form.ts';
import type { ChatCard, ChatWindow } from './playground.ts';
import { browserTrial, SCREENSHOTS } from './trial.ts';

const WAITING = 'Approval needed for an Exchange connector';
const CREATED = 'Exchange connector created';
const REJECTED = 'Request rejected';

describe('a request in a channel', () => {
  const trial = browserTrial([PEOPLE.alex, PEOPLE.megan]);
  let channel: ChatWindow;
  /** The personal chat of an owner of the team. */
  let owner: ChatWindow;

  beforeEach(async () => {
    owner = await trial.window(PEOPLE.megan);
    channel = await trial.window(PEOPLE.alex);
    await channel.open(`${TEAM.name} - Exchange`);
  });

  async function ask(): Promise<ChatCard> {
    const form = await beginForm(channel);
    await giveServers(form);
    await form.fill(JUSTIFICATION, 'The mailboxes of the new plant stay on-premises.');
    await form.press('Request connector');
    return channel.card(WAITING);
  }

  it('is approved in the chat of an owner, and done', async () => {
    const asked = await ask();
    const copy = await owner.card(WAITING);
    await asked.lacks('Approve');
    await channel.screenshot(`${SCREENSHOTS}approval-asked.png`);
    await owner.screenshot(`${SCREENSHOTS}approval-decide.png`);
    assert.equal(trial.sandbox.cloud.graph.connectors.length, 0);

    await copy.press('Approve');

    await owner.card(CREATED);
    const created = await channel.card(CREATED);
    await created.shows('Megan Bowen approved');
    await channel.shows(/Alex Wilber Request #\d+ is done/);
    await channel.screenshot(`${SCREENSHOTS}approval-created.png`);
    const [connector, ...others] = trial.sandbox.cloud.graph.connectors;
    assert.equal(connector?.exchangeOrganization, 'Contoso');
    assert.deepEqual(others, []);
    await created.shows(connector.id);
  });

  it('is rejected with a comment only', async () => {
    await ask();
    const copy = await owner.card(WAITING);
    await copy.press('Reject');
    await copy.shows('Say why');
    await copy.fill('Comment', 'The plant moves to the cloud first.');

    await copy.press('Reject');

    const rejected = await channel.card(REJECTED);
    await rejected.shows('Megan Bowen rejected: The plant moves to the cloud first.');
    await channel.shows(/Alex Wilber Request #\d+ was rejected/);
    assert.equal(trial.sandbox.cloud.graph.connectors.length, 0);
  });
});
