import { parseArrayLiteral } from "../catalog/column-default.ts";
import { isList, sqlTypeOf } from "../catalog/sql-types.ts";
import type { Column, Json } from "../catalog/types.ts";
import { exactDigits, parseJsonDigits } from "../catalog/values/exact-json.ts";
import type { Notation } from "./infer-column.ts";
import { isoDate, isoMoment, isoTime } from "./local-dates.ts";
import { hasLeadingZero, plainNumeral } from "./numerals.ts";
import type { Cell } from "./source-row.ts";

/** What a cell means in a column, before the catalog says whether it fits; or why it means nothing there. */
export type ReadCell = { readonly value: unknown } | { readonly problem: string };

/** How cells are read. */
export interface CellReading extends Notation {
  /** Of a column that was made for the file: a number that would lose zeros in front is refused. */
  readonly isStrict: boolean;
  /** Of a file of JSON: a text is a text there, also in a column of documents. */
  readonly isTyped?: boolean;
}

type Reader = (text: string, reading: CellReading) => ReadCell;

/**
 * Reads the cells of one column. Texts are read by the column's type; values of JSON are left as they are.
 *
 * An empty text is an empty text in a column of texts and nothing in any other.
 */
export function cellReader(column: Column, reading: CellReading): (cell: Cell) => ReadCell {
  const read = readerOf(column);
  const isText = isFreeText(column);
  const { isTyped = false } = reading;
  return (cell) => {
    if (typeof cell !== "string") return { value: isText ? textOf(cell ?? null) : (cell ?? null) };
    if (read === null || (isTyped && read === documentValue)) return { value: cell };
    if (cell === "") return { value: isText ? "" : null };
    return read(cell, reading);
  };
}

/** Whether any text is a value, an empty one too. */
function isFreeText(column: Column): boolean {
  const read = sqlTypeOf(column);
  if (read === null) return column.type === "text" || column.type === "richtext";
  return !read.isArray && ["text", "varchar", "bpchar", "name", "char"].includes(read.base.internal);
}

/** A value of JSON in a column of texts. */
function textOf(value: unknown): string | null {
  if (value === null || typeof value === "string") return value;
  return exactDigits(value) ?? (typeof value === "object" ? JSON.stringify(value) : String(value));
}

/** Null: the text is the value. */
function readerOf(column: Column): Reader | null {
  if (isList(column) && column.sql_type === undefined) return listValue;
  const internal = sqlTypeOf(column)?.base.internal;
  if (sqlTypeOf(column)?.isArray === true) return asText;
  switch (internal ?? column.type) {
    case "integer":
    case "bigint":
    case "number":
    case "numeric":
    case "int2":
    case "float4":
      return numberValue;
    case "boolean":
      return booleanValue;
    case "date":
      return dateValue;
    case "timestamptz":
      return momentValue;
    case "time":
      return timeValue;
    case "jsonb":
    case "json":
      return documentValue;
    case "uuid":
    case "email":
    case "url":
    case "phone":
      return (text) => ({ value: text.trim() });
    case "text":
    case "richtext":
      return null;
    default:
      return asText;
  }
}

const asText: Reader = (text) => ({ value: text });

const numberValue: Reader = (text, { decimal, isStrict }) => {
  const numeral = plainNumeral(text.trim(), decimal) ?? plainNumeral(text.trim(), ".");
  if (numeral === null) return { value: text.trim() };
  if (isStrict && hasLeadingZero(numeral))
    return { problem: "has zeros in front that a number would lose: import the column as text" };
  return { value: numeral };
};

const words: Readonly<Record<string, boolean>> = {
  ...{ true: true, t: true, yes: true, y: true, on: true, "1": true },
  ...{ false: false, f: false, no: false, n: false, off: false, "0": false },
};

const booleanValue: Reader = (text) => ({ value: words[text.trim().toLowerCase()] ?? text });

const dateValue: Reader = (text, { dateOrder }) => {
  const trimmed = text.trim();
  const date = isoDate(trimmed, dateOrder);
  if (date !== null) return { value: date };
  const moment = isoMoment(trimmed, dateOrder);
  if (moment === null) return { value: trimmed };
  // A date that a spreadsheet shows with a midnight.
  if (/T00:00(:00(\.0+)?)?$/.test(moment)) return { value: moment.slice(0, 10) };
  return { problem: "is a date with a time, which a column of dates would lose" };
};

const momentValue: Reader = (text, { dateOrder }) => {
  const trimmed = text.trim();
  return { value: isoMoment(trimmed, dateOrder) ?? isoDate(trimmed, dateOrder) ?? trimmed };
};

const timeValue: Reader = (text) => ({ value: isoTime(text.trim()) ?? text.trim() });

const documentValue: Reader = (text) => {
  try {
    return { value: parseJsonDigits(text) };
  } catch {
    return { problem: "must be JSON" };
  }
};

const listValue: Reader = (text) => {
  const trimmed = text.trim();
  if (!trimmed.startsWith("[")) {
    const items: Json | undefined = trimmed.startsWith("{") ? parseArrayLiteral(trimmed) : undefined;
    return items === undefined
      ? { problem: 'must be a list of texts, like ["red", "blue"] or {red,blue}' }
      : { value: items };
  }
  return documentValue(text, { dateOrder: "mdy", decimal: ".", isStrict: false });
};
