import type { Activity } from 'botbuilder';
import { readExecute, readSubmit } from './actions.ts';
import { parseCommand } from './commands.ts';

const SIGN_INS = new Set(['signin/tokenExchange', 'signin/verifyState', 'signin/failure']);

/**
 * What an activity asks for, as one of a few names: a command, a verb, an invoke. Never anything
 * that somebody typed or made up: that is `unknown` as a command and `other` as all else.
 */
export const turnKind =
  (verbs: ReadonlySet<string>) =>
  ({ type, name = '', text, value }: Activity): string => {
    const known = (verb = '') => (verbs.has(verb) ? verb : 'other');
    switch (type) {
      case 'message': {
        if (value !== undefined && value !== null) return known(readSubmit(value)?.verb);
        const parsed = parseCommand(typeof text === 'string' ? text : '');
        return parsed.known ? parsed.command : 'unknown';
      }
      case 'invoke':
        if (name === 'adaptiveCard/action') return known(readExecute(value)?.verb);
        return SIGN_INS.has(name) ? name : 'other';
      case 'installationUpdate':
        return type;
      default:
        return 'other';
    }
  };
