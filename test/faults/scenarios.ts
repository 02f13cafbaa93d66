import type { Target } from '../../sandbox/cloud/fault-catalogue.ts';
import { APPROVE } from './approve.ts';
import { PROVISION } from './provision.ts';
import { PUBLISH } from './publish.ts';
import { SIGN_IN } from './sign-in.ts';
import { SUBMIT } from './submit.ts';
import { SUMMARY } from './summary.ts';

export const SCENARIOS = [...SIGN_IN, ...SUBMIT, ...APPROVE, ...PROVISION, ...PUBLISH, ...SUMMARY];

/** What the bot does not call, so that nothing of it can fail. */
export const NOT_CALLED: Readonly<Partial<Record<Target, string>>> = {
  'graph.update': 'the bot creates connectors and changes none',
  'graph.delete': 'the bot creates connectors and removes none',
  'graph.sync': 'the bot creates connectors and lets none synchronize',
};
