/** Prints figures under the test they belong to. */
export function report(title: string, figures: Readonly<Record<string, unknown>>): void {
  const lines = Object.entries(figures).map(([name, value]) => `      ${name}: ${value}\n`);
  process.stdout.write(`    ${title}\n${lines.join('')}`);
}
