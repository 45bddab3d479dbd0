/**
 * A value as a cell of CSV, so that null and an empty text differ: nothing, and a pair of quotes.
 *
 * @see https://www.rfc-editor.org/rfc/rfc4180
 */
function csvCell(value: string | null, delimiter: string): string {
  if (value === null) return "";
  if (
    value === "" ||
    value.includes('"') ||
    value.includes("\n") ||
    value.includes("\r") ||
    value.includes(delimiter)
  )
    return `"${value.replaceAll('"', '""')}"`;
  return value;
}

/** One line, its end included. */
export function csvLine(values: readonly (string | null)[], delimiter: string): string {
  let line = "";
  for (let index = 0; index < values.length; index++)
    line += (index === 0 ? "" : delimiter) + csvCell(values[index] ?? null, delimiter);
  return `${line}\r\n`;
}

/**
 * A text that a spreadsheet does not take for a formula: one that begins with what a formula begins with gets an apostrophe
 * in front. Numbers stay numbers.
 *
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
export function withoutFormula(value: string | null): string | null {
  if (value === null || !/^[=+\-@\t\r]/.test(value) || /^[-+]?\d+([.,]\d+)*(e[-+]?\d+)?$/i.test(value))
    return value;
  return `'${value}`;
}
