import template from './cancelled.json' with { type: 'json' };
import { type Card, cardTemplate } from './render.ts';

/** A form that its owner gave up; `request` is the form's id. */
export const cancelledCard = (request: string): Card =>
  render({ request, title: 'Form cancelled', text: 'Nothing was created.' });

const render = cardTemplate(template);
