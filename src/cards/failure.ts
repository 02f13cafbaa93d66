import type { FaultCode } from '../errors.ts';
import template from './failure.json' with { type: 'json' };
import { turnFailureWords } from './failure-words.ts';
import { type Card, cardTemplate } from './render.ts';

export interface FailureProps {
  readonly fault: FaultCode;
  /** Finds the cause in the log. */
  readonly reference: string;
}

/** What a person is told when nothing better than the failure itself can be shown. */
export const failureCard = ({ fault, reference }: FailureProps): Card =>
  render({ ...turnFailureWords(fault), reference });

const render = cardTemplate(template);
