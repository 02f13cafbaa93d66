import type { FaultCode } from '../errors.ts';

/** What a person is told: what happened, whether anything changed, what to do next. */
export interface FailureWords {
  readonly title: string;
  readonly happened: string;
  readonly changed: string;
  readonly next: string;
}

const NOT_CREATED = 'No connector was created.';
const NOTHING_CHANGED = 'Nothing was changed.';

export const FAILURE_WORDS: Readonly<Record<FaultCode, FailureWords>> = {
  'sign-in-expired': {
    title: 'Your sign-in has expired',
    happened: 'Microsoft Entra no longer accepts the sign-in that the bot holds for you.',
    changed: NOT_CREATED,
    next: 'Type sign out, then sign in, and open the form again: your values are kept.',
  },
  'wrong-account': {
    title: 'Signed in with another account',
    happened:
      'The account that signed in is not the one you use in Teams, so the bot did not act and has forgotten that sign-in.',
    changed: NOT_CREATED,
    next: 'Open the form again and sign in with the account that you use in Teams.',
  },
  'consent-required': {
    title: 'An administrator must give consent',
    happened:
      'Your organization has not yet allowed this bot to manage Intune service configuration on behalf of people.',
    changed: NOT_CREATED,
    next: 'Ask a Global Administrator or Privileged Role Administrator to open the link below once; then try again.',
  },
  'interaction-required': {
    title: 'Microsoft Entra wants to see you again',
    happened:
      'A policy of your organization asks for multi-factor authentication or a fresh sign-in before this bot may act for you.',
    changed: NOT_CREATED,
    next: 'Type sign out, then sign in and complete what Microsoft Entra asks for; then open the form again.',
  },
  'blocked-by-policy': {
    title: 'Blocked by a policy of your organization',
    happened: 'A conditional-access policy does not let this bot act for you from here.',
    changed: NOT_CREATED,
    next: 'Ask your Entra administrator which policy applies to this app (the reference below finds the log entry). Signing in again does not help until it is changed.',
  },
  misconfigured: {
    title: 'The bot is not set up correctly',
    happened: 'Microsoft Entra refused the bot itself; this has nothing to do with your account.',
    changed: NOT_CREATED,
    next: 'Tell whoever runs this bot, with the reference below. Your values are kept.',
  },
  'sign-in-unavailable': {
    title: 'Sign-in is not available right now',
    happened: 'Microsoft Entra or the token service did not answer as it should.',
    changed: NOT_CREATED,
    next: 'Try again in a few minutes: your values are kept.',
  },
  'invalid-connector': {
    title: 'Microsoft Graph refused these values',
    happened:
      'Intune does not accept this combination of values. Some tenants get this answer for a kind of connector that they can no longer create.',
    changed: NOT_CREATED,
    next: 'Open the form again, check the values, and submit it once more.',
  },
  'not-permitted': {
    title: 'Not permitted',
    happened:
      'Microsoft Graph did not allow this with your account. It needs an active Intune licence in the tenant and an Intune role of yours that may manage Exchange connectors.',
    changed: NOT_CREATED,
    next: 'Ask an Intune administrator to check licence and role; then try again.',
  },
  retired: {
    title: 'Refused: on-premises connectors are retired',
    happened:
      'Since July 2020 Intune lets only tenants that already run an on-premises connector add another; support ended on 19 February 2024. Microsoft Graph gives the same answer when the Intune licence or your Intune role is missing.',
    changed: NOT_CREATED,
    next: 'Use hybrid modern authentication instead. If your tenant does run one already, have licence and role checked.',
  },
  'not-supported': {
    title: 'Not available in this tenant',
    happened: 'Microsoft Graph does not offer Exchange connectors here.',
    changed: NOT_CREATED,
    next: 'Check that Intune is set up for this tenant and offered in your cloud.',
  },
  'already-exists': {
    title: 'There is such a connector already',
    happened: 'Intune allows one connector for each Exchange organization, and this one has it.',
    changed: 'No second connector was created.',
    next: 'Look at the existing connector in Intune, or submit another organization.',
  },
  throttled: {
    title: 'Microsoft Graph is busy',
    happened: 'Graph asked the bot to slow down and did not execute the request.',
    changed: NOT_CREATED,
    next: 'Try again in a minute: your values are kept.',
  },
  'graph-unavailable': {
    title: 'Microsoft Graph cannot be reached',
    happened: 'The request did not get through to Microsoft Graph.',
    changed: NOTHING_CHANGED,
    next: 'Try again in a few minutes: your values are kept.',
  },
  'outcome-unknown': {
    title: 'It is not known whether the connector was created',
    happened: 'Microsoft Graph broke off before it said how the request ended.',
    changed: 'A connector may exist.',
    next: 'Look in Intune under Tenant administration, Connectors and tokens, Exchange access before you try again.',
  },
  internal: {
    title: 'Something went wrong in the bot',
    happened: 'The bot met an error that it does not know.',
    changed: NOT_CREATED,
    next: 'Try again. If it stays, tell whoever runs this bot, with the reference below.',
  },
};
