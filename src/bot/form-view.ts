import { formCard } from '../cards/form.ts';
import type { Card } from '../cards/render.ts';
import type { FieldErrors } from '../requests/fields.ts';
import type { Form } from '../requests/form.ts';
import { type Chat, type PolicySettings, policyFor } from '../requests/policy.ts';

export interface FormRemark {
  readonly errors?: FieldErrors;
  readonly notice?: string;
}

/** The form as this chat sees it: where approval is needed it asks for a justification, too. */
export const drawForm = (
  { id, draft, notice }: Pick<Form, 'id' | 'draft' | 'notice'>,
  settings: PolicySettings,
  chat: Chat,
  now: Date,
  remark: FormRemark = {},
): Card =>
  formCard({
    id,
    draft,
    errors: remark.errors ?? {},
    notice: remark.notice ?? notice,
    asksForJustification: policyFor(settings, chat).approvalsNeeded > 0,
    now,
  });
