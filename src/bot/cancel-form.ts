import { cancelledCard } from '../cards/cancelled.ts';
import type { FormDeps } from './form-deps.ts';
import { ownForm } from './form-owner.ts';
import type { Handler } from './turn.ts';

/** Gives a form up; one that was submitted already shows what came of it. */
export const cancelForm =
  (deps: FormDeps): Handler =>
  async (turn, data) => {
    const owned = ownForm(deps, turn, data, (id) => ({ type: 'card', card: cancelledCard(id) }));
    if (!owned.ok) return owned.answer;
    const { form, changed } = deps.forms.advance(owned.form.id, { type: 'cancel' });
    // The person has the answer; that everybody else sees it may take its time.
    if (changed) void deps.background.run(deps.publisher.publish(form.id));
    return { type: 'card', card: deps.draw(form) };
  };
