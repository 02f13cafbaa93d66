/**
 * Keeps what `read` gives for a while, by the key of what it was asked; callers at the same time
 * share one reading, and a failure is not kept.
 */
export function keptFor<Asked, Answer>(
  ms: number,
  now: () => Date,
  keyOf: (asked: Asked) => string,
  read: (asked: Asked) => Promise<Answer>,
): (asked: Asked) => Promise<Answer> {
  const kept = new Map<
    string,
    { readonly since: number; readonly until: number; readonly answer: Promise<Answer> }
  >();
  return (asked) => {
    const at = now().getTime();
    for (const [old, { until }] of kept) {
      if (until > at) break;
      kept.delete(old);
    }
    const key = keyOf(asked);
    const known = kept.get(key);
    if (known && at < known.until && at >= known.since) return known.answer;
    const answer = read(asked);
    kept.delete(key);
    kept.set(key, { since: at, until: at + ms, answer });
    answer.catch(() => {
      if (kept.get(key)?.answer === answer) kept.delete(key);
    });
    return answer;
  };
}
