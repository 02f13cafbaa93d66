import type { Browser, Locator, Page } from 'playwright-core';
import { BOT_NAME } from '../../sandbox/sandbox.ts';

/** Conversations of the Playground, by the name in its list; channels are `team - channel`. */
export type Place = 'Personal Chat' | 'Group Chat' | `${string} - ${string}`;

/** A card in the chat. */
export interface ChatCard {
  readonly element: Locator;
  /** The input with this label. */
  input(label: string): Locator;
  /** Types into a text, date or time input. */
  fill(label: string, value: string): Promise<void>;
  /** Picks from a choice set. */
  choose(label: string, option: string): Promise<void>;
  press(button: string): Promise<void>;
  /** Waits until the card shows this text. */
  shows(text: string | RegExp): Promise<void>;
}

/** A chat client in a browser. */
export interface ChatWindow {
  readonly page: Page;
  open(place: Place): Promise<void>;
  /** Sends a message; in a channel or group chat it mentions the bot, or it would not get it. */
  say(text: string): Promise<void>;
  /** The newest card that shows this text, once there is one. */
  card(text: string | RegExp): Promise<ChatCard>;
  screenshot(path: string): Promise<void>;
  close(): Promise<void>;
}

const SIZE = { width: 1280, height: 1250 };
const PERSONAL: Place = 'Personal Chat';
const EDITOR = '[data-lexical-editor=true]';
/** Around a card and what the client says below it; a card within a card has none of its own. */
const CARD = 'div:has(> .ac-preview-panel)';

/** Opens a window of the Playground in its personal chat. */
export async function openWindow(browser: Browser, url: string): Promise<ChatWindow> {
  const page = await browser.newPage({ viewport: SIZE });
  let place = PERSONAL;
  /** The first editor: in a channel the one for a new post. */
  const editor = page.locator(EDITOR).first();

  await page.goto(url);
  await page.getByText('conversationUpdate 200').first().waitFor();
  // The panel shows folders of this machine, which have no place in a screenshot.
  await page.getByTitle('Hide log panel').click();

  async function mention(): Promise<void> {
    await page.keyboard.type('@');
    await page.getByRole('menuitem', { name: BOT_NAME }).click();
  }

  return {
    page,
    async open(name) {
      await page.getByRole('treeitem', { name, exact: true }).click();
      await editor.waitFor();
      place = name;
    },
    async say(text) {
      await editor.click();
      if (place !== PERSONAL) await mention();
      await page.keyboard.type(text);
      if (place.includes(' - '))
        await page.getByRole('button', { name: 'Post', exact: true }).click();
      else await page.keyboard.press('Enter');
    },
    async card(text) {
      const element = page.locator(CARD).filter({ hasText: text }).last();
      await element.waitFor();
      return chatCard(page, element);
    },
    async screenshot(path) {
      // Away from the button just pressed, which would be shown as such.
      await page.mouse.move(0, 0);
      await page.screenshot({ path });
    },
    close: () => page.close(),
  };
}

function chatCard(page: Page, element: Locator): ChatCard {
  /** Not exact: a required input's name goes on with a star, an invalid one's with its message. */
  const input = (label: string): Locator =>
    element
      .getByRole('textbox', { name: label })
      .or(element.getByRole('combobox', { name: label }));
  return {
    element,
    input,
    async fill(label, value) {
      await input(label).fill(value);
      // Leaving the field closes what date and time inputs open over the rest of the card.
      await input(label).press('Tab');
    },
    async choose(label, option) {
      await element.getByRole('combobox', { name: label }).click();
      await page.getByRole('option', { name: option, exact: true }).click();
    },
    async press(button) {
      await element.getByRole('button', { name: button, exact: true }).click();
    },
    async shows(text) {
      await element.getByText(text).first().waitFor();
    },
  };
}
