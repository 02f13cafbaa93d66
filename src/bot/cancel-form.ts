import { cancelledCard } from '../cards/cancelled.ts';
import type { HandlerDeps } from './deps.ts';
import { ownForm } from './form-owner.ts';
import { placeOfForm } from './form-place.ts';
import { submittedAnswer } from './submitted.ts';
import type { Handler } from './turn.ts';

/** Gives a form up; one that was submitted already shows what came of it. */
export const cancelForm =
  (deps: HandlerDeps): Handler =>
  async (turn, data) => {
    const owned = await ownForm(deps, turn, data, async (id) => ({
      type: 'card',
      card: cancelledCard(id),
    }));
    if (!owned.ok) return owned.answer;
    const { form } = owned;
    const card = cancelledCard(form.id);
    if (await deps.forms.cancel(form.id)) {
      // The person has the answer; that everybody else sees it may take its time.
      void deps.background.run(deps.updateMessage(placeOfForm(form), card));
      return { type: 'card', card, form: form.id };
    }
    return submittedAnswer(deps, turn, form.id);
  };
