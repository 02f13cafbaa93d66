import fc from 'fast-check';

/** Stand for JSON that no value of JavaScript is written as; see `jsonOf`. */
const [INFINITE, DEEP_LIST, DEEP_OBJECT] = ['@infinite@', '@deep-list@', '@deep-object@'];
const DEPTH = 5000;

/** Names of properties that stand for one which comes once more; the last one counts. */
const TWICE: Readonly<Record<string, string>> = {
  '@type@': '"type":{"a":"invoke"}',
  '@from@': '"from":{"id":5}',
  '@value@': '"value":[]',
  '@conversation@': '"conversation":null',
  '@prototype@': '"__proto__":{"type":"invoke","from":null}',
};
/** A property that stands twice in the JSON, before the one that counts. */
export const twice = fc.constantFrom(...Object.keys(TWICE)).map((name) => ({ [name]: 0 }));

/** Texts over which programs stumble. None is a value that a form of the bot accepts as a choice. */
export const ODD_TEXTS = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud83d',
  '\udc00\ud83d x',
  'a\r\nb\u2028c',
  '\u202eevil\u2066',
  '\u200b\u2060\ufeff',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'null',
  'undefined',
  'NaN',
  '-1',
  '..',
  '../../v3/teams',
  '%2e%2e%2f%00',
  '?a=b#c',
  "'; drop table request; --",
  '${$root} ${1+1} {{DATE(2020-01-01T00:00:00Z)}}',
  '<at>Exchange connector</at>',
  '**x** [x](https://evil.example) <b>x</b>',
] as const;

const long = fc
  .tuple(fc.constantFrom('x', ' ', '<at', '株', '😀', '\u0301'), fc.constantFrom(500, 5000, 60_000))
  .map(([unit, times]) => unit.repeat(times));

/** Any characters, halves of some among them. */
const noise = fc
  .array(fc.oneof(fc.nat(0xff), fc.nat(0xffff), fc.nat(0x10_ffff)), { maxLength: 20 })
  .map((points) => String.fromCodePoint(...points));

export const oddText = fc.oneof(
  { weight: 24, arbitrary: fc.constantFrom(...ODD_TEXTS) },
  { weight: 12, arbitrary: noise },
  { weight: 1, arbitrary: long },
);

/** A name for a property. */
export const oddName = fc.oneof(fc.constantFrom('__proto__', 'constructor', 'id', 'type'), oddText);

/** Anything that JSON can say, and a little more. */
export const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 24, arbitrary: oddText },
  {
    weight: 12,
    arbitrary: fc.constantFrom(null, true, false, 0, -1, 1e21, 2 ** 53, 5e-324, INFINITE),
  },
  { weight: 1, arbitrary: fc.constantFrom(DEEP_LIST, DEEP_OBJECT) },
  { weight: 6, arbitrary: fc.array(oddText, { maxLength: 3 }) },
  {
    weight: 9,
    arbitrary: fc
      .array(fc.tuple(oddName, fc.oneof(oddText, fc.constant({}), fc.constant([]))), {
        maxLength: 3,
      })
      .map((entries) => Object.fromEntries(entries)),
  },
);

/** One of these. */
export const some = (...values: readonly unknown[]) => fc.constantFrom(...values);

/** The value, or something odd in its place now and then. */
export const mostly = <T>(usual: fc.Arbitrary<T>, weight = 5): fc.Arbitrary<unknown> =>
  fc.oneof({ weight, arbitrary: usual }, { weight: 1, arbitrary: oddValue });

/** As JSON, with what only JSON can say in the place of its stand-ins. */
export const jsonOf = (value: unknown): string =>
  Object.entries(TWICE)
    .reduce((json, [name, text]) => json.replace(`"${name}":0`, text), JSON.stringify(value))
    .replaceAll(`"${INFINITE}"`, '1e999')
    .replaceAll(`"${DEEP_LIST}"`, '['.repeat(DEPTH) + ']'.repeat(DEPTH))
    .replaceAll(`"${DEEP_OBJECT}"`, `${'{"a":'.repeat(DEPTH)}1${'}'.repeat(DEPTH)}`);
