import type { Column, Json } from "#lib/catalog/types.ts";

const charactersMax = 240;

const momentFormat = new Intl.DateTimeFormat("sv-SE", {
  dateStyle: "short",
  timeStyle: "short",
});

/** A value as a line of text: moments in the reader's own time zone, long texts cut. */
export function formatValue(column: Pick<Column, "type" | "sql_type">, value: Json): string {
  if (value === null) return "";
  // A time without a zone is nobody's moment: it is shown as it is.
  if (column.type === "timestamptz" && column.sql_type === undefined) return formatMoment(String(value));
  if (column.type === "time") return String(value).replace(/^(\d\d:\d\d):00$/, "$1");
  if (typeof value === "object") return cut(JSON.stringify(value));
  return cut(String(value));
}

/** `2026-03-31 14:30`: sorts as it reads, and every digit has its place. */
export function formatMoment(text: string): string {
  const moment = new Date(text);
  return Number.isNaN(moment.getTime()) ? text : momentFormat.format(moment);
}

function cut(text: string): string {
  return text.length > charactersMax ? `${text.slice(0, charactersMax)}…` : text;
}
