import type { ChatCard, ChatWindow } from './playground.ts';

export const KIND = 'Kind of connector';
export const ORGANIZATION = 'Exchange organization';
export const ALIAS = 'Alias of the Exchange server';
export const EXCHANGE_SERVER = 'Exchange server (needed';
export const CONNECTOR_SERVER = 'Server that hosts the connector';
export const JUSTIFICATION = 'Why it is needed';

/** Asks for the form and gives what a card checks by itself, but no servers. */
export async function beginForm(chat: ChatWindow): Promise<ChatCard> {
  await chat.say('new');
  const form = await chat.card(KIND);
  await form.choose(KIND, 'On-premises (retired)');
  await form.fill(ORGANIZATION, 'Contoso');
  await form.fill(ALIAS, 'exchange-contoso');
  return form;
}

export async function giveServers(form: ChatCard): Promise<void> {
  await form.fill(EXCHANGE_SERVER, 'exch01.contoso.com');
  await form.fill(CONNECTOR_SERVER, 'conn01.contoso.com');
}
