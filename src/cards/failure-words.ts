import type { FaultCode } from '../errors.ts';

/** What people are told: what happened, whether anything changed, what to do next. */
export interface FailureWords {
  readonly title: string;
  readonly happened: string;
  readonly changed: string;
  readonly next: string;
}

export const NOT_CREATED = 'No connector was created.';
export const MAY_EXIST = 'A connector may exist.';
const NOTHING_CHANGED = 'Nothing was changed.';
const WHERE = 'in Intune under Tenant administration, Connectors and tokens, Exchange access';

/** What to do while it is not known whether there is a connector. */
export const LOOK_FIRST = `Look ${WHERE} for a connector of this organization: if it is there, nothing is left to do. Try again looks there, too, before it creates anything.`;

/** Everybody in a chat may read them on the card of a request. */
export const FAILURE_WORDS: Readonly<Record<FaultCode, FailureWords>> = {
  'sign-in-expired': {
    title: 'The sign-in has expired',
    happened: 'Microsoft Entra no longer accepts the sign-in that the bot holds for you.',
    changed: NOT_CREATED,
    next: 'Type sign out, then type sign in; then try again.',
  },
  'wrong-account': {
    title: 'Signed in with another account',
    happened:
      'The account that signed in is not the one you use in Teams, so the bot did not act and has forgotten that sign-in.',
    changed: NOT_CREATED,
    next: 'Try again, and sign in with the account that you use in Teams.',
  },
  'consent-required': {
    title: 'An administrator must give consent',
    happened:
      'Your organization has not yet allowed this bot to manage Intune service configuration on behalf of people.',
    changed: NOT_CREATED,
    next: 'Ask a Global Administrator or Privileged Role Administrator to open Grant consent once; then try again.',
  },
  'interaction-required': {
    title: 'Microsoft Entra asks for a fresh sign-in',
    happened:
      'A policy of your organization asks for multi-factor authentication or a fresh sign-in before this bot may act.',
    changed: NOT_CREATED,
    next: 'Type sign out, then type sign in and do what Microsoft Entra asks for; then try again.',
  },
  'blocked-by-policy': {
    title: 'Blocked by a policy of your organization',
    happened: 'A conditional-access policy does not let this bot act.',
    changed: NOT_CREATED,
    next: 'Ask your Entra administrator which policy applies to this app: the reference below finds the log entry. Signing in again does not help until it is changed.',
  },
  misconfigured: {
    title: 'The bot is not set up correctly',
    happened:
      "Microsoft Entra refused the bot itself; this has nothing to do with anybody's account.",
    changed: NOT_CREATED,
    next: 'Tell whoever runs this bot, with the reference below. Try again once it is set right.',
  },
  'sign-in-unavailable': {
    title: 'Sign-in is not available right now',
    happened: 'Microsoft Entra or the token service did not answer as it should.',
    changed: NOT_CREATED,
    next: 'Try again in a few minutes.',
  },
  'invalid-connector': {
    title: 'Microsoft Graph refused these values',
    happened:
      'Intune does not accept this combination of values. Some tenants get this answer for a kind of connector that they can no longer create.',
    changed: NOT_CREATED,
    next: 'Open the form again, correct the values, and submit it as a new request. Trying again with the same values does not help.',
  },
  'not-permitted': {
    title: 'Not permitted',
    happened:
      'Microsoft Graph did not allow this. It takes an active Intune licence in the tenant, and an Intune role that may manage Exchange connectors for the person whose rights were used.',
    changed: NOT_CREATED,
    next: 'Ask an Intune administrator to check licence and role; then try again.',
  },
  retired: {
    title: 'Refused: on-premises connectors are retired',
    happened:
      'Since July 2020 Intune lets only tenants that already run an on-premises connector add another; support ended on 19 February 2024. Microsoft Graph gives the same answer when the Intune licence is missing, or the Intune role of the person whose rights were used.',
    changed: NOT_CREATED,
    next: 'Use hybrid modern authentication instead. If your tenant does run such a connector, have licence and role checked; then try again.',
  },
  'not-supported': {
    title: 'Not available in this tenant',
    happened: 'Microsoft Graph does not offer Exchange connectors here.',
    changed: NOT_CREATED,
    next: 'Check that Intune is set up for this tenant and offered in your cloud; then try again.',
  },
  'already-exists': {
    title: 'There is such a connector already',
    happened:
      'Intune allows one connector for each Exchange organization, and this organization has one.',
    changed: 'No second connector was created.',
    next: `Look at the existing connector ${WHERE}. If another organization was meant, open the form again and change it.`,
  },
  throttled: {
    title: 'Microsoft Graph is busy',
    happened: 'Graph asked the bot to slow down and did not execute the request.',
    changed: NOT_CREATED,
    next: 'Try again in a few minutes.',
  },
  'graph-unavailable': {
    title: 'Microsoft Graph cannot be reached',
    happened: 'The request did not get through to Microsoft Graph.',
    changed: NOT_CREATED,
    next: 'Try again in a few minutes.',
  },
  'outcome-unknown': {
    title: 'It is not known whether the connector was created',
    happened:
      'Microsoft Graph broke off before it said how the request ended, and the bot could not find out since.',
    changed: MAY_EXIST,
    next: LOOK_FIRST,
  },
  'approvers-unavailable': {
    title: 'Nobody knows right now who may approve',
    happened: 'Microsoft Graph or Teams did not say who the approvers are.',
    changed: NOTHING_CHANGED,
    next: 'Try again in a few minutes.',
  },
  'teams-unavailable': {
    title: 'Teams did not take the answer',
    happened: 'What the bot answered did not get through to Microsoft Teams.',
    changed: NOTHING_CHANGED,
    next: 'Try again in a few minutes.',
  },
  'database-unavailable': {
    title: 'The bot cannot reach its database',
    happened: 'The database in which requests are kept does not answer.',
    changed: NOT_CREATED,
    next: 'Try again in a few minutes. If it stays, tell whoever runs this bot, with the reference below.',
  },
  internal: {
    title: 'Something went wrong in the bot',
    happened: 'The bot met an error that it does not know.',
    changed: NOT_CREATED,
    next: 'Try again. If it stays, tell whoever runs this bot, with the reference below.',
  },
};

const SEE_REQUESTS =
  'Type requests in a few minutes to see how yours stand. If this stays, tell whoever runs this bot, with the reference below.';

/** A click that broke off may have been stored before, and is then carried out all the same. */
const BROKEN_OFF: Readonly<Partial<Record<FaultCode, Partial<FailureWords>>>> = {
  'teams-unavailable': {
    changed: 'It is not certain whether anything was changed.',
    next: 'Type or press the same again: each form becomes one request at most. If this stays, tell whoever runs this bot, with the reference below.',
  },
  'database-unavailable': {
    changed: 'It is not certain whether anything was changed.',
    next: SEE_REQUESTS,
  },
  internal: {
    changed: 'It is not certain whether anything was changed.',
    next: SEE_REQUESTS,
  },
};

/** The words where no request can be shown. */
export const turnFailureWords = (fault: FaultCode): FailureWords => ({
  ...FAILURE_WORDS[fault],
  ...BROKEN_OFF[fault],
});
