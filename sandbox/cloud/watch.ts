/** Things that happen one after the other, and those who wait for one of them. */
export interface Watch<T> {
  happened(item: T): void;
  /** The first item that fits, of those that are there and those to come. */
  waitFor(predicate: (item: T) => boolean, ms?: number): Promise<T>;
}

const PATIENCE = 5000;

/** `items` are those that are there; `describe` words them when somebody waited in vain. */
export function createWatch<T>(items: () => readonly T[], describe: (item: T) => string): Watch<T> {
  const watchers = new Set<(item: T) => void>();
  return {
    happened(item) {
      for (const watcher of watchers) watcher(item);
    },
    waitFor(predicate, ms = PATIENCE) {
      const there = items().find(predicate);
      if (there !== undefined) return Promise.resolve(there);
      return new Promise((resolve, reject) => {
        const watcher = (item: T) => {
          if (!predicate(item)) return;
          clearTimeout(timer);
          watchers.delete(watcher);
          resolve(item);
        };
        const timer = setTimeout(() => {
          watchers.delete(watcher);
          const seen = items().map(describe).join('\n');
          reject(new Error(`Nothing that fits within ${ms} ms, only:\n${seen}`));
        }, ms);
        watchers.add(watcher);
      });
    },
  };
}
