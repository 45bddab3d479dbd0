import type { Json } from "#lib/catalog/types.ts";

const shownMax = 500;

/** A value as a cell shows it: long ones cut. */
export function cellText(value: Json): string {
  const text = wholeText(value);
  return text.length > shownMax ? `${text.slice(0, shownMax)}…` : text;
}

/** A value as it is copied; null is nothing. */
export function wholeText(value: Json): string {
  if (value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** A value over several lines, documents laid out. */
export function laidOut(value: Json): string {
  return typeof value === "object" && value !== null ? JSON.stringify(value, null, 2) : wholeText(value);
}

/** Rows for a spreadsheet: tabs between cells, line ends between rows; both taken out of texts. */
export function tabSeparated(rows: readonly (readonly Json[])[]): string {
  return rows
    .map((row) => row.map((value) => wholeText(value).replaceAll(/[\t\r\n]+/g, " ")).join("\t"))
    .join("\n");
}
