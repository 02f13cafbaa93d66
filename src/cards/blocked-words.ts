import type { Blocker } from '../requests/request.ts';

/** What a request waits for that only the person can go on with whose rights create the connector. */
export const BLOCKED_TITLES: Readonly<Record<Blocker, string>> = {
  'sign-in-required': 'Waiting for a sign-in',
  'consent-required': "Waiting for an administrator's consent",
  'interaction-required': 'Waiting for a fresh sign-in',
  'blocked-by-policy': 'Blocked by a policy of your organization',
};

/** Everybody in the chat may read them, so they say who does what. */
export const BLOCKED_WORDS: Readonly<Record<Blocker, readonly [happened: string, next: string]>> = {
  'sign-in-required': [
    'The connector is created with the rights of the person named below, whose sign-in is missing or is no longer accepted.',
    'That person presses Complete and signs in. Should nothing ask for it, they type sign out and press Complete again.',
  ],
  'consent-required': [
    'Your organization has not yet allowed this bot to manage Intune service configuration on behalf of people.',
    'A Global Administrator or Privileged Role Administrator opens Grant consent once; then the person named below presses Complete.',
  ],
  'interaction-required': [
    'A policy of your organization asks for multi-factor authentication or a fresh sign-in before this bot may act for the person named below.',
    'That person types sign out, then sign in, does what Microsoft Entra asks for, and presses Complete.',
  ],
  'blocked-by-policy': [
    'A conditional-access policy does not let this bot act for the person named below.',
    'An Entra administrator can see which policy applies to this app: the reference below finds the log entry. Once it is changed, the person named below presses Complete.',
  ],
};
