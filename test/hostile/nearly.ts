import fc from 'fast-check';
import { oddName, oddValue } from './odd.ts';

const mutation = fc.record({
  at: fc.nat(1000),
  how: fc.constantFrom('replace', 'replace', 'replace', 'drop', 'list', 'nest', 'add'),
  name: oddName,
  value: oddValue,
});
type Mutation = typeof mutation extends fc.Arbitrary<infer Drawn> ? Drawn : never;

type Path = readonly string[];

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const pathsOf = (value: unknown, path: Path = []): readonly Path[] =>
  isObject(value) && !Array.isArray(value)
    ? Object.entries(value).flatMap(([name, below]) => [
        [...path, name],
        ...pathsOf(below, [...path, name]),
      ])
    : [];

function mutated(value: unknown, path: Path, change: Mutation): unknown {
  const [name, ...rest] = path;
  if (name === undefined || !isObject(value)) return changed(value, change);
  const entries = Object.entries(value).flatMap(([each, below]): [string, unknown][] => {
    if (each !== name) return [[each, below]];
    if (rest.length === 0 && change.how === 'drop') return [];
    return [[each, mutated(below, rest, change)]];
  });
  return Object.fromEntries(entries);
}

function changed(value: unknown, { how, name, value: odd }: Mutation): unknown {
  switch (how) {
    case 'list':
      return [value];
    case 'nest':
      return { [name]: value };
    case 'add':
      return isObject(value) ? Object.fromEntries([...Object.entries(value), [name, odd]]) : odd;
    default:
      return odd;
  }
}

/** Some stay as they are; others have a few parts replaced, dropped, wrapped or added to. */
export const nearly = (whole: fc.Arbitrary<object>, unchanged = 3): fc.Arbitrary<object> =>
  fc
    .tuple(
      whole,
      fc.oneof(
        { weight: unchanged, arbitrary: fc.constant([]) },
        { weight: 4, arbitrary: fc.array(mutation, { minLength: 1, maxLength: 1 }) },
        { weight: 2, arbitrary: fc.array(mutation, { minLength: 2, maxLength: 4 }) },
      ),
    )
    .map(([value, mutations]) =>
      mutations.reduce<object>((given, change) => {
        const paths = pathsOf(given);
        return Object(mutated(given, paths[change.at % paths.length] ?? [], change));
      }, value),
    );
