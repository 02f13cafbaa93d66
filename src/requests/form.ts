import type { FaultCode } from '../errors.ts';
import type { Connector, Draft } from './connector.ts';
import type { FieldErrors } from './fields.ts';

/** A person as Entra knows them; `name` is only for showing. */
export interface Person {
  readonly id: string;
  readonly name: string;
}

/** Why an open form is shown again although its fields are right. */
export type Notice = 'sign-in' | 'forgotten';

interface Asked {
  readonly id: string;
  readonly owner: Person;
  readonly draft: Draft;
}

/** A connector as Graph has it. */
export interface Created {
  readonly id: string;
  readonly status: string;
}

interface Submitted extends Asked {
  readonly connector: Connector;
  readonly submittedAt: Date;
  /** In the log and on the card, so that one finds the other. */
  readonly reference: string;
}

/**
 * open ─submit→ working ─→ created
 *  │ ↖────────────┘ └────→ failed
 *  │   person needed
 *  └─cancel→ cancelled
 */
export type Form =
  | (Asked & {
      readonly status: 'open';
      readonly errors: FieldErrors;
      readonly notice?: Notice;
      /** Submitted once already: goes on by itself as soon as its owner has signed in. */
      readonly resumes?: boolean;
    })
  | (Asked & { readonly status: 'cancelled' })
  | (Submitted & { readonly status: 'working' })
  | (Submitted & {
      readonly status: 'created';
      readonly created: Created;
      readonly createdAt: Date;
    })
  | (Submitted & { readonly status: 'failed'; readonly fault: FaultCode });

export type FormEvent =
  | { readonly type: 'correct'; readonly draft: Draft; readonly errors: FieldErrors }
  | {
      readonly type: 'submit';
      readonly draft: Draft;
      readonly connector: Connector;
      readonly at: Date;
      readonly reference: string;
    }
  | { readonly type: 'need-person'; readonly resumes: boolean }
  | { readonly type: 'create'; readonly created: Created; readonly at: Date }
  | { readonly type: 'fail'; readonly fault: FaultCode }
  | { readonly type: 'cancel' };

/** The form after the event; the same form when the event does not apply to its state. */
export function transition(form: Form, event: FormEvent): Form {
  const { id, owner, draft } = form;
  switch (event.type) {
    case 'correct':
      return form.status === 'open'
        ? { id, owner, status: 'open', draft: event.draft, errors: event.errors }
        : form;
    case 'submit':
      return form.status === 'open'
        ? {
            id,
            owner,
            status: 'working',
            draft: event.draft,
            connector: event.connector,
            submittedAt: event.at,
            reference: event.reference,
          }
        : form;
    case 'need-person':
      return form.status === 'working'
        ? {
            id,
            owner,
            status: 'open',
            draft,
            errors: {},
            notice: 'sign-in',
            resumes: event.resumes,
          }
        : form;
    case 'create':
      return form.status === 'working'
        ? { ...form, status: 'created', created: event.created, createdAt: event.at }
        : form;
    case 'fail':
      return form.status === 'working' ? { ...form, status: 'failed', fault: event.fault } : form;
    case 'cancel':
      return form.status === 'open' ? { id, owner, status: 'cancelled', draft } : form;
  }
}
