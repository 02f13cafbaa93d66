import type { FormDeps } from './form-deps.ts';
import { ownForm } from './form-owner.ts';
import type { Handler } from './turn.ts';

/** Gives a form up; one that was submitted already shows what came of it. */
export const cancelForm =
  (deps: FormDeps): Handler =>
  async (turn, data) => {
    const owned = ownForm(deps, turn, data);
    if (!owned.ok) return owned.answer;
    const { form, changed } = deps.forms.advance(owned.form.id, { type: 'cancel' });
    if (changed) void deps.background.run(deps.publisher.publish(form));
    return { type: 'card', card: deps.draw(form) };
  };
