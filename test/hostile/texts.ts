/**
 * Texts that mean something to a program on their way. Each holds the word evil, by which a test
 * finds where it is shown.
 */
export const EVIL_TEXTS: readonly string[] = [
  '**evil** _evil_ `evil` ~~evil~~ __evil__',
  '[evil](https://evil.example)',
  '![evil](https://evil.example/x.png)',
  '<https://evil.example> [evil]: https://evil.example',
  '# evil',
  '- evil',
  '1. evil',
  '> evil',
  '``` evil ```',
  '| evil | evil | --- | --- | evil |',
  '<b>evil</b><script>evil()</script>&lt;evil&gt;&#x65;vil',
  '<img src=x onerror=evil()> <a href="javascript:evil()">evil</a>',
  '<at>evil</at>',
  '</at> evil <at id="0">evil</at> @evil',
  '${evil} ${1+1}',
  '$${evil} ${$root.evil} ${if(true, "evil", "")} {{DATE(evil)}}',
  '{{evil}} {evil} {{#if evil}}',
  '"$data": "${evil}", "$when": "${false}"',
  'evil {{DATE(2020-01-01T00:00:00Z, SHORT)}} {{TIME(2020-01-01T00:00:00Z)}}',
  'evil {{{DATE(2020-01-01T00:00:00+01:00,LONG)}}}',
  '\u202eevil\u2066evil\u2069',
  '\u2067\u202bevil',
  'evil\u2069\u202c\u202dlive',
  '\u200fevil\u200e\u200b\u200devil\ufeff',
  '\u200bevil\u2060\u00ad\u034f\u180eevil',
  'שלום evil אבג (evil) 123',
  'مرحبا evil',
  'ߒߞߏ evil 𞤀𞤣',
  'e\u0301\u0323\u035f\u0489v\u0336i\u0336l evil',
  '👩\u200d🚀 evil 🏳\ufe0f\u200d🌈 \u{e0065}\u{e0076}',
  'evil'.repeat(22),
  '"evil\\" \\n \\u0041',
  "evil' || 'evil",
];

/** With line breaks and control characters, which nobody may type but names may bring along. */
export const EVIL_LINES: readonly string[] = [
  'evil\r\n- evil\n1. evil\u2028evil',
  'evil\n\n# evil\n\n---',
  'evil\u0000\u0007\u001b[31mevil',
];
