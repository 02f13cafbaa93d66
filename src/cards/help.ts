import template from './help.json' with { type: 'json' };
import { type Card, cardTemplate } from './render.ts';

export interface HelpProps {
  /** Shown on the day the bot is added. */
  readonly welcome: boolean;
  /** The command that an unknown one comes nearest to. */
  readonly nearest?: string;
}

const ABOUT =
  'I create Exchange connectors in Intune on your behalf: you fill in a form, and I create the connector with the rights of a person who has signed in, never with rights of my own. Where others have to approve first, I ask them.';

const COMMANDS = [
  { name: 'new', does: 'opens the form for a new Exchange connector' },
  { name: 'requests', does: 'lists your requests, and those that wait for your decision' },
  { name: 'request 7', does: 'shows request #7 with its history' },
  { name: 'sign in', does: 'lets me act with your rights' },
  { name: 'sign out', does: 'makes me forget your sign-in' },
  { name: 'help', does: 'shows this card' },
] as const;

export function helpCard({ welcome, nearest }: HelpProps): Card {
  const unknown = `I do not know that command. Did you mean ${nearest}?`;
  return render({
    title: welcome ? 'Hello, I am the Exchange connector bot' : 'Exchange connector bot',
    text: nearest === undefined ? ABOUT : unknown,
    commands: COMMANDS,
  });
}

const render = cardTemplate(template);
