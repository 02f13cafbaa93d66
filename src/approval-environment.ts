import { z } from 'zod';
import { durationWithin, list } from './environment.ts';
import type { ApproverSources } from './requests/approvers.ts';
import type { PolicySettings } from './requests/policy.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const GROUP = 'group:';

const LIMITS = { min: 1000, max: 365 * DAY_MS };
const REMEDY = 'give an ISO 8601 duration from PT1S up to P365D';
const expiry = durationWithin(LIMITS, `${REMEDY}, such as P3D`);
const reminder = durationWithin(LIMITS, `${REMEDY}, such as PT4H, or off`);

const isObjectId = (text: string) => z.guid().safeParse(text).success;
const isApprover = (entry: string) =>
  entry === 'owners' || isObjectId(entry.startsWith(GROUP) ? entry.slice(GROUP.length) : entry);

const approvers = list.transform((entries, context): ApproverSources => {
  const wrong = entries.filter((entry) => !isApprover(entry.toLowerCase()));
  if (wrong.length > 0) {
    const named = wrong.map((entry) => JSON.stringify(entry)).join(', ');
    context.addIssue(`instead of ${named} give owners, an object id, or group:<object id>`);
    return z.NEVER;
  }
  const sources = [...new Set(entries.map((entry) => entry.toLowerCase()))];
  return {
    owners: sources.includes('owners'),
    people: sources.filter(isObjectId),
    groups: sources
      .filter((source) => source.startsWith(GROUP))
      .map((source) => source.slice(GROUP.length)),
  };
});

/** The variables about approval, each by itself; `approvalMistakes` looks at them together. */
export const Approval = z.object({
  APPROVAL: z.enum(['channels', 'always', 'never']).default('channels'),
  APPROVERS: approvers.default({ owners: true, people: [], groups: [] }),
  APPROVALS_NEEDED: z
    .string()
    .regex(/^([1-9]|1\d|20)$/, 'give a whole number from 1 to 20')
    .transform(Number)
    .default(1),
  APPROVAL_SELF: z
    .stringbool({ truthy: ['true'], falsy: ['false'], error: 'give true or false' })
    .default(false),
  APPROVAL_EXPIRES: z
    .string()
    .transform(expiry)
    .default(3 * DAY_MS),
  // Stays 'off' here: a default takes the place of undefined, even of one that a transform returns.
  APPROVAL_REMINDS: z
    .string()
    .transform((value, context) => (value === 'off' ? value : reminder(value, context)))
    .default(4 * HOUR_MS),
  PROVISION_AS: z.enum(['requester', 'approver']).default('requester'),
});

export const policySettings = (given: z.output<typeof Approval>): PolicySettings => ({
  approval: given.APPROVAL,
  approvalsNeeded: given.APPROVALS_NEEDED,
  selfApproval: given.APPROVAL_SELF,
  provisionAs: given.PROVISION_AS,
  expiresAfterMs: given.APPROVAL_EXPIRES,
  remindsAfterMs: given.APPROVAL_REMINDS === 'off' ? undefined : given.APPROVAL_REMINDS,
});
