import type { Column, Json } from "#lib/catalog/types.ts";
import { parseExactJson } from "#lib/catalog/values/exact-json.ts";
import { canonicalValue } from "#lib/catalog/values/value.ts";
import type { ValueResult } from "#lib/catalog/values/value-result.ts";
import type { PastedCell } from "./clipboard.ts";

/** A value as text that `parseCell` reads back; for people, where both can be had. */
export function cellText(value: Json): string {
  if (value === null) return "";
  if (Array.isArray(value) && value.every(isPlainTag)) return value.join(", ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function isPlainTag(value: Json): boolean {
  return typeof value === "string" && value === value.trim() && value !== "" && !/[,"[\]]/.test(value);
}

/**
 * The value that a pasted or typed text is in a column: as spreadsheets write numbers, dates and yes or no, and no
 * guessing where a text could mean two things. Empty is null.
 */
export function parseCell(column: Column, { text, value }: PastedCell): ValueResult {
  if (value === null) return { ok: true, value: null };
  if (value !== undefined) {
    const exact = canonicalValue(column, value);
    if (exact.ok) return exact;
  }
  const trimmed = text.trim();
  if (trimmed === "") return { ok: true, value: null };
  const read = readText(column, keepsSpace(column) ? text : trimmed);
  if (!read.ok) return read;
  return canonicalValue(column, read.value);
}

function keepsSpace({ type }: Column): boolean {
  return type === "text" || type === "richtext";
}

function readText(
  column: Column,
  text: string,
): { ok: true; value: unknown } | { ok: false; problem: string } {
  if (column.sql_type !== undefined) return { ok: true, value: text };
  switch (column.type) {
    case "boolean":
      return readBoolean(text);
    case "integer":
    case "bigint":
    case "number":
    case "numeric":
      return { ok: true, value: readNumber(text) };
    case "date":
      return readDate(text);
    case "timestamptz":
      return { ok: true, value: readMoment(text) };
    case "enum":
      return { ok: true, value: anyCase(text, column.enum_values ?? []) };
    case "text[]":
      return { ok: true, value: readList(text) };
    case "jsonb":
      return readJson(text);
    default:
      return { ok: true, value: text };
  }
}

function readBoolean(text: string): { ok: true; value: boolean } | { ok: false; problem: string } {
  if (/^(true|yes|y|t|1|on|x|✓|✔|☑)$/i.test(text)) return { ok: true, value: true };
  if (/^(false|no|n|f|0|off|☐|✗)$/i.test(text)) return { ok: true, value: false };
  return { ok: false, problem: "must be yes or no" };
}

/** `$1,234.50` as 1234.50; what is not grouped in threes stays as it is, to be refused rather than guessed at. */
function readNumber(text: string): string {
  const bare = text.replace(/^([-+]?)\s*[$€£¥]\s*/, "$1").replace(/\s*[$€£¥]$/, "");
  return /^[-+]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(bare) ? bare.replaceAll(",", "") : bare;
}

function readDate(text: string): { ok: true; value: string } | { ok: false; problem: string } {
  if (/^\d{4}-\d{1,2}-\d{1,2}/.test(text)) {
    const [year = "", month = "", day = ""] = text.slice(0, 10).split("-");
    return { ok: true, value: `${year}-${month.padStart(2, "0")}-${day.slice(0, 2).padStart(2, "0")}` };
  }
  const slashes = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$/.exec(text);
  if (slashes) return ambiguousDate(Number(slashes[1]), Number(slashes[2]), slashes[3] ?? "");
  // With the month in letters there is only one way to read it.
  const moment = /[a-z]{3}/i.test(text) ? new Date(`${text} 12:00`) : null;
  if (moment === null || Number.isNaN(moment.getTime())) return { ok: true, value: text };
  const pad = (part: number) => String(part).padStart(2, "0");
  return {
    ok: true,
    value: `${moment.getFullYear()}-${pad(moment.getMonth() + 1)}-${pad(moment.getDate())}`,
  };
}

function ambiguousDate(
  first: number,
  second: number,
  year: string,
): { ok: true; value: string } | { ok: false; problem: string } {
  const of = (month: number, day: number) =>
    `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
  if (first > 12 && second <= 12) return { ok: true, value: of(second, first) };
  if (second > 12 && first <= 12) return { ok: true, value: of(first, second) };
  if (first === second) return { ok: true, value: of(first, second) };
  return { ok: false, problem: `could be ${of(first, second)} or ${of(second, first)}: write one of these` };
}

/** A time without a zone is the reader's own. */
function readMoment(text: string): string {
  if (/(Z|[+-]\d\d(:?\d\d)?)$/i.test(text)) return text;
  const moment = new Date(text.replace(" ", "T"));
  return Number.isNaN(moment.getTime()) ? text : moment.toISOString();
}

function anyCase(text: string, choices: readonly string[]): string {
  if (choices.includes(text)) return text;
  return choices.find((choice) => choice.toLowerCase() === text.toLowerCase()) ?? text;
}

function readList(text: string): unknown {
  if (text.startsWith("[")) {
    const parsed = readJson(text);
    if (parsed.ok) return parsed.value;
  }
  return text
    .split(",")
    .map((tag) => tag.trim())
    .filter((tag) => tag !== "");
}

function readJson(text: string): { ok: true; value: unknown } | { ok: false; problem: string } {
  try {
    return { ok: true, value: parseExactJson(text) };
  } catch {
    return { ok: false, problem: "is not JSON: look for a missing quote, comma or bracket" };
  }
}
