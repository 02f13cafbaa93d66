import { createRequire } from 'node:module';
import type * as Templating from 'adaptivecards-templating';

/** An Adaptive Card as it travels to Teams. */
export interface Card {
  readonly type: 'AdaptiveCard';
  readonly version: string;
  readonly body: readonly object[];
  readonly actions?: readonly object[];
  /** Asks for a card of their own for those people. */
  readonly refresh?: { readonly action: object; readonly userIds: readonly string[] };
}

const require = createRequire(import.meta.url);

/** With its grammars it takes a fifth of the time to start, so it is loaded when a card is drawn. */
const templating = (): typeof Templating => require('adaptivecards-templating');

/**
 * Compiles a template once, when it is first drawn. Every property that the template names must be in the props: a missing
 * one would stay as `${name}`. Props are never expanded a second time.
 */
export function cardTemplate<Props extends object>(template: object): (props: Props) => Card {
  let compiled: Templating.Template | undefined;
  return (props) => {
    compiled ??= new (templating().Template)(template);
    // The template decides the shape; a test renders every one of them and checks it.
    const card = compiled.expand({ $root: props }) as Card;
    return hasMacro(card) ? (literal(card) as Card) : card;
  };
}

/** What clients would show as a date or a time, also in a `TextRun`. */
const MACRO = /\{(?=\{(?:DATE|TIME)\()/gi;
const isMacro = /\{\{(?:DATE|TIME)\(/i;
/** Has no width and joins what stands around it. */
const JOINER = '\u2060';

/** Hardly any card has one, and to look is cheaper than to copy. */
function hasMacro(part: unknown): boolean {
  if (typeof part === 'string') return part.includes('{{') && isMacro.test(part);
  return typeof part === 'object' && part !== null && Object.values(part).some(hasMacro);
}

/** The part of a card with every `TextRun` shown as it was typed. Values of inputs stay: they come back. */
function literal(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(literal);
  if (typeof part !== 'object' || part === null) return part;
  const isRun = 'type' in part && part.type === 'TextRun';
  return Object.fromEntries(
    Object.entries(part).map(([name, value]) =>
      isRun && name === 'text' && typeof value === 'string'
        ? [name, value.replace(MACRO, `{${JOINER}`)]
        : [name, literal(value)],
    ),
  );
}
