import type { Fault } from '../../sandbox/cloud/fault-catalogue.ts';
import type { Outcome } from './outcome.ts';
import type { Expected } from './scenario.ts';

/** Faults that look alike to the bot. */
const FAMILIES = {
  throttled: 'busy',
  'throttled-silent': 'busy',
  status: 'broken',
  'html-504': 'broken',
  slow: 'slow',
  hang: 'silent',
  'hang-after': 'silent',
  'reset-before': 'reset',
  'reset-after': 'reset',
  refuse: 'refused',
  claims: 'claims',
  'consent-required': 'person',
  'mfa-required': 'person',
  'blocked-by-policy': 'person',
  'assertion-expired': 'person',
  'secret-wrong': 'secret',
  'secret-expired': 'secret',
} as const satisfies Readonly<Record<Fault['kind'], string>>;

export const familyOf = ({ kind }: Fault): (typeof FAMILIES)[keyof typeof FAMILIES] =>
  FAMILIES[kind];

type Given = Outcome | readonly Outcome[];

/** botbuilder tries what breaks once more, and a 429 that says when; all of it ends at the time limit. */
export const tokenService = (bad: Given): Expected => ({
  'throttled-silent once': bad,
  'busy stays': bad,
  'broken stays': bad,
  'silent once': bad,
  'silent stays': bad,
  'reset stays': bad,
});

/** So does @azure/identity; a secret that is wrong stays so. */
export const entra = (bad: Given): Expected => ({ ...tokenService(bad), 'secret stays': bad });

/** Nothing below the bot retries a call to Graph; a refusal is an answer, for which the roster steps in. */
export const members = (bad: Given): Expected => ({
  'busy once': bad,
  'broken once': bad,
  'silent once': bad,
  'reset once': bad,
  ...whileItStays(bad),
});

/** What was looked up in vain is looked up once more before the decision. */
export const whileItStays = (bad: Given): Expected => ({
  'busy stays': bad,
  'broken stays': bad,
  'silent stays': bad,
  'reset stays': bad,
});

export const SOON = ['created', 'goes on'] as const;

/** The worker tries again by itself; how soon is a matter of chance. */
export const worker: Expected = {
  'busy once': SOON,
  'broken once': SOON,
  'silent once': SOON,
  'reset once': SOON,
  ...whileItStays('goes on'),
  'refused stays': 'failed',
  'secret stays': 'failed',
  'person stays': 'blocked',
  'claims stays': 'blocked',
};
