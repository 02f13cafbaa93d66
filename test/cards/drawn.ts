import { failureCard } from '../../src/cards/failure.ts';
import { formStateCard } from '../../src/cards/form-state.ts';
import { helpCard } from '../../src/cards/help.ts';
import type { Card } from '../../src/cards/render.ts';
import { FAULT_CODES } from '../../src/errors.ts';
import { FIELD_IDS } from '../../src/requests/fields.ts';
import type { Form } from '../../src/requests/form.ts';
import { aForm } from '../requests/forms.ts';
import { type AdaptiveCard, type CardElement, elements } from '../support/cards.ts';

export const NOW = new Date('2026-03-01T12:00:00Z');
export const CONSENT_URL = 'https://login.microsoftonline.com/tenant/v2.0/adminconsent?client_id=1';

/** A card as it arrives in Teams. */
export const travelled = (card: Card): AdaptiveCard => JSON.parse(JSON.stringify(card));

/** The card of a form in its state. */
export const drawn = (form: Form): AdaptiveCard =>
  travelled(formStateCard(form, { now: NOW, consentUrl: CONSENT_URL }));

export const inputs = (card: AdaptiveCard): readonly CardElement[] =>
  elements(card.body).filter(({ type }) => type.startsWith('Input.'));

/** The texts of a card's elements of one type, in reading order. */
export const texts = (card: AdaptiveCard, type: 'TextBlock' | 'TextRun'): readonly string[] =>
  elements(card.body)
    .filter((element) => element.type === type)
    .map(({ text }) => String(text));

const everyField = (text: string) => Object.fromEntries(FIELD_IDS.map((field) => [field, text]));
const fault = 'internal';

/** Every card of the bot in every state. */
export const EVERY_CARD: readonly (readonly [name: string, card: AdaptiveCard])[] = [
  ['form, empty', drawn(aForm('open', { draft: {} }))],
  ['form, filled in', drawn(aForm('open', { draft: everyField('x'.repeat(255)) }))],
  [
    'form, with errors',
    drawn(aForm('open', { draft: everyField('x'), errors: everyField('Wrong. '.repeat(20)) })),
  ],
  ['form, notice sign-in', drawn(aForm('open', { notice: 'sign-in', resumes: true }))],
  ['form, notice forgotten', drawn(aForm('open', { notice: 'forgotten' }))],
  ['working', drawn(aForm('working'))],
  ...(['none', 'connectionPending', 'connected', 'disconnected', 'unknown'] as const).map(
    (status) =>
      [`created, ${status}`, drawn(aForm('created', { created: { id: 'c-1', status } }))] as const,
  ),
  ...FAULT_CODES.map(
    (code) => [`failed, ${code}`, drawn(aForm('failed', { fault: code }))] as const,
  ),
  [
    'failure without a form',
    travelled(failureCard({ fault, reference: 'a1b2c3d4', consentUrl: CONSENT_URL })),
  ],
  ['cancelled', drawn(aForm('cancelled'))],
  ['help', travelled(helpCard({ welcome: false }))],
  ['help, welcome', travelled(helpCard({ welcome: true }))],
  ['help, nearest', travelled(helpCard({ welcome: false, nearest: 'sign in' }))],
];
