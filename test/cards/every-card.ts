import { failureCard } from '../../src/cards/failure.ts';
import { formStateCard } from '../../src/cards/form-state.ts';
import { helpCard } from '../../src/cards/help.ts';
import type { Card } from '../../src/cards/render.ts';
import { FAULT_CODES } from '../../src/errors.ts';
import { FIELD_IDS, type FieldId } from '../../src/requests/fields.ts';
import type { Form } from '../../src/requests/form.ts';

const NOW = new Date('2026-03-01T10:00:00Z');
const CONSENT = 'https://login.example/adminconsent';

/** What a mischievous person types: markup of every kind that a card could fall for. */
export const MISCHIEF =
  '**b** [x](https://evil.example) <at>All</at> <b>h</b> ${form} {{DATE(1)}} \u202E\u200B';

const everywhere = (text: string): Record<FieldId, string> =>
  Object.fromEntries(FIELD_IDS.map((field) => [field, text])) as Record<FieldId, string>;

const asked = { id: 'form-1', owner: { id: 'alex', name: MISCHIEF }, draft: everywhere(MISCHIEF) };
const submitted = {
  ...asked,
  reference: 'abcd1234',
  submittedAt: NOW,
  connector: {
    exchangeConnectorType: 'onPremises' as const,
    exchangeOrganization: MISCHIEF,
    exchangeAlias: MISCHIEF,
    serverName: MISCHIEF,
    connectorServerName: MISCHIEF,
    primarySmtpAddress: MISCHIEF,
    version: MISCHIEF,
    status: 'connected' as const,
    lastSyncDateTime: MISCHIEF,
  },
};
const created = { id: MISCHIEF, status: 'connected' };

const FORMS: Readonly<Record<string, Form>> = {
  'an empty form': { ...asked, draft: {}, status: 'open', errors: {} },
  'a form with every mistake': { ...asked, status: 'open', errors: everywhere('Wrong.') },
  'a form that waits for a sign-in': { ...asked, status: 'open', errors: {}, notice: 'sign-in' },
  'a forgotten form': { ...asked, status: 'open', errors: {}, notice: 'forgotten' },
  'a cancelled form': { ...asked, status: 'cancelled' },
  'a form at work': { ...submitted, status: 'working' },
  'a summary': { ...submitted, status: 'created', created, createdAt: NOW },
  'a summary with a status of the future': {
    ...submitted,
    status: 'created',
    created: { id: 'c1', status: 'unknown' },
    createdAt: NOW,
  },
};

/** Every card that people can see, in every state. */
export const EVERY_CARD: Readonly<Record<string, Card>> = {
  ...Object.fromEntries(
    Object.entries(FORMS).map(([name, form]) => [
      name,
      formStateCard(form, { now: NOW, consentUrl: CONSENT }),
    ]),
  ),
  ...Object.fromEntries(
    FAULT_CODES.map((fault) => [
      `the failure ${fault}`,
      formStateCard({ ...submitted, status: 'failed', fault }, { now: NOW, consentUrl: CONSENT }),
    ]),
  ),
  'a failure without a form': failureCard({
    fault: 'internal',
    reference: 'abcd1234',
    consentUrl: CONSENT,
  }),
  help: helpCard({ welcome: false }),
  'a welcome': helpCard({ welcome: true }),
  'help after a typing mistake': helpCard({ welcome: false, nearest: 'new' }),
};
