import type { Card } from './render.ts';

/** What a card carries to be told from others; everything else may be the same. */
interface Identified {
  readonly id: string;
}

/** Stands in kept cards where the id belongs. No card says this by itself. */
const PLACE_OF_ID = '\u0000id';
const WRITTEN = JSON.stringify(PLACE_OF_ID);
const KEPT_AT_MOST = 4;

/**
 * Draws a card once for all whose key is the same, as they differ in nothing but the id. Those
 * without a key are drawn each time.
 */
export function keptCard<Props extends Identified>(
  draw: (props: Props) => Card,
  keyOf: (props: Props) => string | undefined,
): (props: Props) => Card {
  const kept = new Map<string, string>();
  const textOf = (key: string, props: Props): string => {
    const known = kept.get(key);
    if (known !== undefined) return known;
    if (kept.size >= KEPT_AT_MOST) kept.clear();
    const text = JSON.stringify(draw({ ...props, id: PLACE_OF_ID }));
    kept.set(key, text);
    return text;
  };
  return (props) => {
    const key = keyOf(props);
    if (key === undefined) return draw(props);
    const id = JSON.stringify(props.id);
    // It was a card before it was a text.
    return JSON.parse(textOf(key, props).replaceAll(WRITTEN, () => id)) as Card;
  };
}
