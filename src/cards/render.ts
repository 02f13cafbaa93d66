import { Template } from 'adaptivecards-templating';

/** An Adaptive Card as it travels to Teams. */
export interface Card {
  readonly type: 'AdaptiveCard';
  readonly version: string;
  readonly body: readonly object[];
  readonly actions?: readonly object[];
  /** Asks for a card of their own for those people. */
  readonly refresh?: { readonly action: object; readonly userIds: readonly string[] };
}

/**
 * Compiles a template once. Every property that the template names must be in the props: a missing
 * one would stay as `${name}`. Props are never expanded a second time.
 */
export function cardTemplate<Props extends object>(template: object): (props: Props) => Card {
  const compiled = new Template(template);
  // The template decides the shape; a test renders every one of them and checks it.
  return (props) => compiled.expand({ $root: props }) as Card;
}
