import template from './cancelled.json' with { type: 'json' };
import { type Card, cardTemplate } from './render.ts';

/** A form that its owner gave up. */
export const cancelledCard = (form: string): Card =>
  render({ form, title: 'Form cancelled', text: 'Nothing was created.' });

const render = cardTemplate(template);
