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
  /** Waits until the card has no such button. */
  lacks(button: string): Promise<void>;
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
  /** Waits until the conversation shows this text. */
  shows(text: string | RegExp): Promise<void>;
  /** A picture of the window, as high as the conversation; in a channel, as the newest post. */
  screenshot(path: string): Promise<void>;
  close(): Promise<void>;
}

const SIZE = { width: 1280, height: 1250 };
/** Higher than any conversation of a test. */
const TALL = { ...SIZE, height: 2500 };
const BELOW_POST = 8;
/** Room for the field in which one types. */
const BELOW_CHAT = 130;
const PERSONAL: Place = 'Personal Chat';
const EDITOR = '[data-lexical-editor=true]';
/** Around a card and what the client says below it; a card within a card has none of its own. */
const CARD = 'div:has(> .ac-preview-panel)';

/** Opens a window of the Playground in its personal chat. */
export async function openWindow(browser: Browser, url: string): Promise<ChatWindow> {
  const page = await browser.newPage({ viewport: SIZE });
  let place = PERSONAL;
  const inChannel = () => place.includes(' - ');
  /** The first editor: in a channel the one for a new post. */
  const editor = page.locator(EDITOR).first();
  const postsWith = (cards: Locator) => page.getByRole('group').filter({ has: cards });

  await page.goto(url);
  await page.getByText('conversationUpdate 200').first().waitFor();
  // The panel shows folders of this machine, which have no place in a screenshot.
  await page.getByTitle('Hide log panel').click();

  /** A window of this height shows the conversation from its start; in a channel, the newest post. */
  async function height(): Promise<number> {
    const end = inChannel() ? postsWith(page.locator(CARD)).first() : page.locator(CARD).last();
    const box = await end.boundingBox();
    if (!box) throw new Error('Nothing to take a picture of');
    return Math.ceil(box.y + box.height) + (inChannel() ? BELOW_POST : BELOW_CHAT);
  }

  async function mention(): Promise<void> {
    await page.keyboard.type('@');
    await page.getByRole('menuitem', { name: BOT_NAME }).click();
    await page.keyboard.press('Space');
  }

  return {
    page,
    async open(name) {
      place = name;
      await page.getByRole('treeitem', { name, exact: true }).click();
      await editor.waitFor();
      // The bot's greeting is a post there, which must not come above the next one.
      if (inChannel()) await postsWith(page.locator(CARD)).first().waitFor();
    },
    async say(text) {
      await editor.click();
      if (place !== PERSONAL) await mention();
      await page.keyboard.type(text);
      if (inChannel()) await page.getByRole('button', { name: 'Post', exact: true }).click();
      else await page.keyboard.press('Enter');
    },
    async card(text) {
      const cards = page.locator(CARD).filter({ hasText: text });
      // A channel shows its newest post first.
      const newest = postsWith(cards).first();
      const element = (inChannel() ? newest.locator(cards) : cards).last();
      await element.waitFor();
      return chatCard(page, element);
    },
    async shows(text) {
      await page.getByText(text).last().waitFor();
    },
    async screenshot(path) {
      // Away from the button just pressed, which would be shown as such.
      await page.mouse.move(0, 0);
      await page.setViewportSize(TALL);
      await page.setViewportSize({ ...SIZE, height: await height() });
      await page.screenshot({ path, animations: 'disabled' });
      await page.setViewportSize(SIZE);
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
  const buttonOf = (name: string) => element.getByRole('button', { name, exact: true });
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
      await buttonOf(button).click();
    },
    async lacks(button) {
      await buttonOf(button).waitFor({ state: 'hidden' });
    },
    async shows(text) {
      await element.getByText(text).first().waitFor();
    },
  };
}
