/** Lets concurrent callers share one call; the next caller after it has settled starts a new one. */
export function singleFlight<T>(call: () => Promise<T>): () => Promise<T> {
  let flight: Promise<T> | undefined;
  return () => {
    flight ??= call().finally(() => {
      flight = undefined;
    });
    return flight;
  };
}
