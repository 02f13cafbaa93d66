import { mkdir } from 'node:fs/promises';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import type { Person } from '../../sandbox/cloud/directory.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { launchChromium } from './chromium.ts';
import { type ChatWindow, openWindow } from './playground.ts';

export const SCREENSHOTS = fileURLToPath(new URL('../../docs/screenshots/', import.meta.url));

/** The sandbox of a suite, in a browser. */
export interface Trial {
  readonly sandbox: Sandbox;
  /** A fresh window of this person's chat client; it closes with the test. */
  window(person: Person): Promise<ChatWindow>;
}

/** Starts a sandbox with a chat client for each of them, and ends it with the suite. */
export function browserTrial(people: readonly Person[]): Trial {
  const log = new PassThrough();
  const said = text(log);
  let sandbox: Sandbox;
  let browser: Browser;
  const windows: { readonly person: Person; readonly chat: ChatWindow }[] = [];

  before(async () => {
    await mkdir(SCREENSHOTS, { recursive: true });
    browser = await launchChromium();
    sandbox = await startSandbox({ windows: people.map((person) => ({ person })), log });
  });

  beforeEach(() => sandbox.cloud.reset());

  afterEach(async function () {
    const failed = this.currentTest?.state === 'failed';
    for (const { person, chat } of windows.splice(0)) {
      const [name] = person.name.split(' ');
      if (failed) await chat.page.screenshot({ path: `.sandbox/failed-${name}.png` });
      await chat.close();
    }
  });

  after(async function () {
    await browser?.close();
    await sandbox?.close();
    log.end();
    const passed = this.test?.parent?.tests.every(({ state }) => state === 'passed');
    if (!passed) console.log(await said);
  });

  return {
    get sandbox() {
      return sandbox;
    },
    async window(person) {
      const seat = sandbox.windows.find((window) => window.person === person);
      if (!seat) throw new Error(`${person.name} has no window`);
      const chat = await openWindow(browser, seat.url);
      windows.push({ person, chat });
      return chat;
    },
  };
}
