import type { Form, Person } from '../../src/requests/form.ts';

export type FormIn<S extends Form['status']> = Extract<Form, { status: S }>;

export const OWNER: Person = { id: '3f1a2b3c-0000-4000-8000-00000000a1e8', name: 'Alex Weber' };

const asked = { id: 'form-1', owner: OWNER, draft: { exchangeOrganization: 'Contoso' } };
const submitted = {
  ...asked,
  connector: {
    exchangeConnectorType: 'hosted',
    exchangeOrganization: 'Contoso',
    exchangeAlias: 'exchange-contoso',
    primarySmtpAddress: 'exchange@contoso.com',
    status: 'connectionPending',
  },
  submittedAt: new Date('2026-03-01T09:30:00Z'),
  reference: 'a1b2c3d4',
} as const;

const FORMS: { readonly [S in Form['status']]: FormIn<S> } = {
  open: { ...asked, status: 'open', errors: {} },
  cancelled: { ...asked, status: 'cancelled' },
  working: { ...submitted, status: 'working' },
  created: {
    ...submitted,
    status: 'created',
    created: { id: 'c0ffee00-0000-4000-8000-000000000001', status: 'connectionPending' },
    createdAt: new Date('2026-03-01T09:30:05Z'),
  },
  failed: { ...submitted, status: 'failed', fault: 'throttled' },
};

/** A form in the given state; takes only what the test is about. */
export const aForm = <S extends Form['status']>(
  status: S,
  changes: Partial<FormIn<S>> = {},
): FormIn<S> => ({ ...FORMS[status], ...changes });
