/** A table, or a sentence where there is nothing to show. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return 'Not measured in this run.';
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
}

/** With so many digits after the point; nothing where nothing was measured. */
export const number = (value: number, digits = 1): string =>
  Number.isNaN(value) ? '–' : value.toFixed(digits);

export const times = (value: number): string =>
  Number.isNaN(value) ? '–' : `**${value.toFixed(2)}**`;

export const thousands = (count: number): string => count.toLocaleString('en-US');
