import { CardFactory, MessageFactory } from 'botbuilder';
import type { Card } from '../cards/render.ts';

export const cardMessage = (card: Card) =>
  MessageFactory.attachment(CardFactory.adaptiveCard(card));
