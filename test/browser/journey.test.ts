import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { PEOPLE, TEAM } from '../../sandbox/cloud/directory.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { launchChromium } from './chromium.ts';
import { type ChatCard, type ChatWindow, openWindow } from './playground.ts';

const SCREENSHOTS = fileURLToPath(new URL('../../docs/screenshots/', import.meta.url));

const KIND = 'Kind of connector';
const ORGANIZATION = 'Exchange organization';
const ALIAS = 'Alias of the Exchange server';
const EXCHANGE_SERVER = 'Exchange server (needed';
const CONNECTOR_SERVER = 'Server that hosts the connector';
const CREATE = 'Create connector';

describe('a person in the chat client', () => {
  const log = new PassThrough();
  const said = text(log);
  let sandbox: Sandbox;
  let browser: Browser;
  let chat: ChatWindow;

  before(async () => {
    await mkdir(SCREENSHOTS, { recursive: true });
    browser = await launchChromium();
    sandbox = await startSandbox({ windows: [{ person: PEOPLE.alex }], log });
  });

  beforeEach(async () => {
    sandbox.cloud.reset();
    chat = await openWindow(browser, sandbox.windows[0]?.url ?? '');
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await chat.screenshot('.sandbox/failed.png');
    await chat.close();
  });

  after(async function () {
    await browser?.close();
    await sandbox?.close();
    log.end();
    if (this.test?.parent?.tests.some(({ state }) => state === 'failed')) console.log(await said);
  });

  /** Asks for the form and gives what a card checks by itself, but no servers. */
  async function beginForm(): Promise<ChatCard> {
    await chat.say('new');
    const form = await chat.card('New Exchange connector');
    await form.choose(KIND, 'On-premises (retired)');
    await form.fill(ORGANIZATION, 'Contoso');
    await form.fill(ALIAS, 'exchange-contoso');
    return form;
  }

  it('is told what the bot can do', async () => {
    await chat.say('help');

    const help = await chat.card('opens the form for a new Exchange connector');
    await help.shows('sign out');
  });

  it('is answered in a channel as well', async () => {
    await chat.open(`${TEAM.name} - Exchange`);

    await chat.say('help');

    await chat.card('opens the form for a new Exchange connector');
  });

  it('sees what is wrong beside the field, everything else kept', async () => {
    const form = await beginForm();
    await form.fill(CONNECTOR_SERVER, 'conn01.contoso.com');
    await chat.screenshot(`${SCREENSHOTS}form.png`);

    await form.press(CREATE);

    await form.shows('Enter the Exchange server');
    await chat.screenshot(`${SCREENSHOTS}error.png`);
    assert.equal(await form.input(KIND).inputValue(), 'On-premises (retired)');
    assert.equal(await form.input(ORGANIZATION).inputValue(), 'Contoso');
    assert.equal(await form.input(ALIAS).inputValue(), 'exchange-contoso');
    assert.equal(await form.input(CONNECTOR_SERVER).inputValue(), 'conn01.contoso.com');
    assert.deepEqual(sandbox.cloud.graph.connectors, []);
  });

  it('gets a connector for a right form', async () => {
    const form = await beginForm();
    await form.fill(EXCHANGE_SERVER, 'exch01.contoso.com');
    await form.fill(CONNECTOR_SERVER, 'conn01.contoso.com');

    await form.press(CREATE);

    const created = await chat.card('Exchange connector created');
    await chat.screenshot(`${SCREENSHOTS}created.png`);
    const [connector, ...others] = sandbox.cloud.graph.connectors;
    assert.equal(connector?.exchangeOrganization, 'Contoso');
    assert.deepEqual(others, []);
    await created.shows(connector.id);
  });
});
