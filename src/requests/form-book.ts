import type { Draft } from './connector.ts';
import { type Form, type FormEvent, type Notice, type Person, transition } from './form.ts';

const MAX_FORMS = 10_000;

/**
 * The forms of this process, in memory; the oldest that is not being submitted makes room for a
 * new one. Every change is synchronous, so two clicks cannot both submit one form.
 */
export class FormBook {
  readonly #forms = new Map<string, Form>();
  readonly #reopened = new Map<string, string>();
  readonly #newId: () => string;

  constructor(newId: () => string) {
    this.#newId = newId;
  }

  open(owner: Person, draft: Draft = {}, notice?: Notice): Form {
    const form: Form = {
      id: this.#newId(),
      owner,
      status: 'open',
      draft,
      errors: {},
      ...(notice && { notice }),
    };
    this.#forms.set(form.id, form);
    this.#dropOldest();
    return form;
  }

  /**
   * The form in place of one that an earlier process knew: the first call opens it, later ones
   * find it. It has an id of its own, so that only a press on the new card submits it.
   */
  reopen(forgottenId: string, owner: Person, draft: Draft): Form {
    const known = this.find(this.#reopened.get(forgottenId) ?? '');
    if (known) return known;
    const form = this.open(owner, draft, 'forgotten');
    this.#reopened.set(forgottenId, form.id);
    const [oldest] = this.#reopened.keys();
    if (this.#reopened.size > MAX_FORMS && oldest !== undefined) this.#reopened.delete(oldest);
    return form;
  }

  find(id: string): Form | undefined {
    return this.#forms.get(id);
  }

  /** Applies the event; `changed` is false when it does not apply to the form's state. */
  advance(id: string, event: FormEvent): { readonly form: Form; readonly changed: boolean } {
    const before = this.#forms.get(id);
    if (!before) throw new Error(`No form ${id}`);
    const form = transition(before, event);
    this.#forms.set(id, form);
    return { form, changed: form !== before };
  }

  /** The forms whose end is not known yet. */
  working(): readonly Form[] {
    return [...this.#forms.values()].filter((form) => form.status === 'working');
  }

  /** The person's forms that wait for nothing but their sign-in. */
  resuming(owner: Person): readonly Form[] {
    return [...this.#forms.values()].filter(
      (form) => form.owner.id === owner.id && form.status === 'open' && form.resumes === true,
    );
  }

  #dropOldest(): void {
    if (this.#forms.size <= MAX_FORMS) return;
    for (const form of this.#forms.values()) {
      if (form.status === 'working') continue;
      this.#forms.delete(form.id);
      return;
    }
  }
}
