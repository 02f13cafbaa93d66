import type { Refusal } from '../requests/request.ts';

/** Why what a person pressed changed nothing. */
export const REFUSAL_WORDS: Readonly<Record<Refusal, string>> = {
  'already-decided':
    'This request no longer waits for that: nothing was changed. The card shows its state.',
  'already-approved':
    'You have approved this request already: nothing was changed. Others have to approve it, too.',
  'own-request': 'This is your own request: nothing was changed. Somebody else has to decide it.',
  'not-an-approver':
    'You are not an approver of this request: nothing was changed. Those who are have been asked.',
  'not-yours':
    'Only the person who asked for it, or whose rights are used, can do that: nothing was changed.',
  'organization-open':
    'Another request for this Exchange organization is open, and Intune allows one connector for each: nothing was changed.',
  'in-doubt':
    'It is not known yet whether the connector was created, so this cannot be done now: nothing was changed. Try it again later.',
  'not-due': 'It is too early for that: nothing was changed.',
  'not-now': 'The request has moved on: nothing was changed. The card shows its state.',
};
