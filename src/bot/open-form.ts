import { helpCard } from '../cards/help.ts';
import type { FormDeps } from './form-deps.ts';
import { isForeign } from './form-owner.ts';
import type { Handler } from './turn.ts';

/**
 * Sends a new form and leaves the clicked card as it is. The form starts with the values of `form`
 * when that was the person's own.
 */
export const openForm =
  ({ forms, publisher, draw }: FormDeps): Handler =>
  async (turn, { form, request }) => {
    const clicked = forms.find(form ?? request ?? '');
    const again = form !== undefined && clicked?.owner.id === turn.person.id;
    await publisher.send(turn, forms.open(turn.person, again ? clicked.draft : {}));
    const shown = clicked && !isForeign(clicked, turn.person);
    return { type: 'card', card: shown ? draw(clicked) : helpCard({ welcome: false }) };
  };
