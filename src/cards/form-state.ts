import type { Form } from '../requests/form.ts';
import { cancelledCard } from './cancelled.ts';
import { failureCard } from './failure.ts';
import { formCard } from './form.ts';
import type { Card } from './render.ts';
import { summaryCard, workingCard } from './summary.ts';

export interface Drawing {
  readonly now: Date;
  readonly consentUrl: string;
}

/** Draws a form in whatever state it is; nothing but the stored state decides what people see. */
export function formStateCard(form: Form, { now, consentUrl }: Drawing): Card {
  switch (form.status) {
    case 'open':
      return formCard(form, now);
    case 'working':
      return workingCard(form);
    case 'created':
      return summaryCard(form);
    case 'failed':
      return failureCard({ ...form, form: form.id, consentUrl });
    case 'cancelled':
      return cancelledCard(form.id);
  }
}
