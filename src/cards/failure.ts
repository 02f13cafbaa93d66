import type { FaultCode } from '../errors.ts';
import template from './failure.json' with { type: 'json' };
import { turnFailureWords } from './failure-words.ts';
import { type Card, cardTemplate } from './render.ts';

export interface FailureProps {
  readonly fault: FaultCode;
  /** Finds the cause in the log. */
  readonly reference: string;
  /** The form whose values a new one starts with; left out when there is none. */
  readonly form?: string;
  /** Where an administrator consents; shown for `consent-required` only. */
  readonly consentUrl: string;
}

export const failureCard = ({ fault, reference, form, consentUrl }: FailureProps): Card =>
  render({
    ...turnFailureWords(fault),
    reference,
    form: form ?? '',
    openTitle: form === undefined ? 'New connector' : 'Open the form again',
    consentUrl: fault === 'consent-required' ? consentUrl : '',
  });

const render = cardTemplate(template);
