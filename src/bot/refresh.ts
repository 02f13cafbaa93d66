import { PATIENCE_MS, within } from '../background.ts';
import type { Form } from '../requests/form.ts';
import type { FormDeps } from './form-deps.ts';
import { belongsTo, isForeign } from './form-owner.ts';
import { assertionFor } from './sign-in.ts';
import type { Handler, Turn } from './turn.ts';

type CreatedForm = Extract<Form, { status: 'created' }>;

/**
 * Draws the card anew; for a created connector with its status at Graph as far as the person may
 * read it. Never asks to sign in and never fails: an old card is better than an error.
 */
export const refresh =
  (deps: FormDeps): Handler =>
  async (turn, { request = '' }) => {
    const form = deps.forms.find(request);
    if (!form) {
      const text = 'The bot was restarted and no longer knows this request. Look in Intune.';
      return { type: 'message', text };
    }
    if (isForeign(form, turn.person)) return belongsTo(form);
    const fresh = form.status === 'created' ? await current(deps, turn, form) : form;
    return { type: 'card', card: deps.draw(fresh) };
  };

async function current(deps: FormDeps, turn: Turn, form: CreatedForm): Promise<Form> {
  const read = async () => {
    const assertion = await assertionFor(deps, turn);
    return assertion && deps.read(assertion, form.created.id, deps.newId());
  };
  try {
    const created = await within(read(), PATIENCE_MS);
    return created ? { ...form, created } : form;
  } catch (error) {
    turn.log.info({ err: error }, 'status not refreshed');
    return form;
  }
}
