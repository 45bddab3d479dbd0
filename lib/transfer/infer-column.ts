import type { ColumnType } from "../catalog/types.ts";
import { exactDigits } from "../catalog/values/exact-json.ts";
import { canonicalEmail, canonicalJson, canonicalUrl, canonicalUuid } from "../catalog/values/value-text.ts";
import { type DateOrder, isoDate, isoMoment, isoTime, possibleOrders } from "./local-dates.ts";
import { type DecimalMark, hasLeadingZero, plainNumeral } from "./numerals.ts";
import type { Cell } from "./source-row.ts";

/** How a file writes what is not text. */
export interface Notation {
  readonly dateOrder: DateOrder;
  readonly decimal: DecimalMark;
}

const integerMax = 2_147_483_647n;
const bigintMax = 9_223_372_036_854_775_807n;

/**
 * The type that holds every one of a column's values without losing anything of them: zeros in front and signs keep a
 * number a text, digits beyond those of a double make it a numeric.
 *
 * @param values those of a sample; null and empty texts say nothing.
 */
export function inferType(name: string, values: readonly Cell[], notation: Notation): ColumnType {
  const given = values
    .filter((value) => value !== null && value !== undefined && value !== "")
    .map((value) => exactDigits(value) ?? value);
  if (given.length === 0) return "text";
  if (given.every((value) => typeof value === "boolean")) return "boolean";
  if (given.some((value) => typeof value === "object")) return jsonType(given);
  const texts = given.map((value) => String(value).trim());
  return scalarTypes.find(({ holds }) => holds(name, texts, notation))?.type ?? "text";
}

function jsonType(values: readonly Cell[]): ColumnType {
  const isTexts = values.every(
    (value) => Array.isArray(value) && value.every((item) => typeof item === "string"),
  );
  return isTexts ? "text[]" : "jsonb";
}

interface ScalarType {
  readonly type: ColumnType;
  holds(name: string, texts: readonly string[], notation: Notation): boolean;
}

const each = (test: (text: string, notation: Notation) => boolean): ScalarType["holds"] => {
  return (_name, texts, notation) => texts.every((text) => test(text, notation));
};

const scalarTypes: readonly ScalarType[] = [
  { type: "boolean", holds: each((text) => /^(true|false|yes|no)$/i.test(text)) },
  { type: "integer", holds: each((text) => isWhole(text, integerMax)) },
  { type: "bigint", holds: each((text) => isWhole(text, bigintMax)) },
  { type: "numeric", holds: (_, texts, { decimal }) => isDecimal(texts, decimal) },
  { type: "date", holds: each((text, { dateOrder }) => isoDate(text, dateOrder) !== null) },
  { type: "timestamptz", holds: each((text, { dateOrder }) => isMoment(text, dateOrder)) },
  { type: "time", holds: each((text) => isoTime(text) !== null) },
  { type: "uuid", holds: each((text) => canonicalUuid(text).ok) },
  {
    type: "email",
    holds: (name, texts) => /mail/i.test(name) && texts.every((text) => canonicalEmail(text).ok),
  },
  { type: "url", holds: each((text) => canonicalUrl(text).ok) },
  { type: "jsonb", holds: each(isDocument) },
];

function isWhole(text: string, max: bigint): boolean {
  if (!/^-?\d{1,19}$/.test(text) || hasLeadingZero(text)) return false;
  const value = BigInt(text);
  return value <= max && value >= -max;
}

/** At least one of the texts must show by its decimals which mark is which: "1,234" alone could be either. */
function isDecimal(texts: readonly string[], decimal: DecimalMark): boolean {
  const numerals = texts.map((text) => plainNumeral(text, decimal));
  if (numerals.some((numeral) => numeral === null || hasLeadingZero(numeral))) return false;
  const isGrouped = (text: string) => /\d[^\d]\d{3}$/.test(text) && !text.includes(decimal);
  return !texts.some(isGrouped) || texts.some((text) => text.includes(decimal));
}

function isMoment(text: string, order: DateOrder): boolean {
  return isoMoment(text, order) !== null || isoDate(text, order) !== null;
}

function isDocument(text: string): boolean {
  if (!/^[[{]/.test(text)) return false;
  try {
    return canonicalJson(JSON.parse(text)).ok;
  } catch {
    return false;
  }
}

/** How the texts of a file write dates and decimals, as far as they tell. */
export interface FoundNotation extends Notation {
  /** Whether dates such as 03/04/2026 are there and none that shows which number is the month. */
  readonly isOrderAmbiguous: boolean;
}

/** @param columns the values of a sample, column by column. */
export function detectNotation(
  columns: readonly (readonly Cell[])[],
  delimiter: string | null,
): FoundNotation {
  const texts = columns.map((values) => values.filter((value) => typeof value === "string" && value !== ""));
  const dates = texts.flatMap((values) => datesOf(values as readonly string[]));
  const allow = (order: DateOrder) => dates.every((orders) => orders.includes(order));
  const [isDayFirst, isMonthFirst] = [allow("dmy"), allow("mdy")];
  const isDotted = texts.flat().some((text) => /^\d{1,2}\.\d{1,2}\.\d{4}/.test(String(text)));
  const count = (pattern: RegExp) => texts.flat().filter((text) => pattern.test(String(text).trim())).length;
  // One bad value in a column, or a number of a version, must not decide.
  const isComma = count(/^-?\d{1,3}(\.?\d{3})*,\d+$/) > count(/^-?\d+\.\d+$/);
  return {
    // Where nothing tells: dots are written with the day first, slashes with the month.
    dateOrder: isDayFirst && (!isMonthFirst || isDotted) ? "dmy" : "mdy",
    isOrderAmbiguous: dates.length > 0 && isDayFirst && isMonthFirst,
    decimal: delimiter === ";" && isComma ? "," : ".",
  };
}

/** The readings of a column's dates, if most of its values are such. */
function datesOf(values: readonly string[]): readonly (readonly DateOrder[])[] {
  const orders = values
    .map((value) => possibleOrders(value.trim()))
    .filter((one): one is readonly DateOrder[] => one !== null && one.length > 0);
  return orders.length * 2 > values.length ? orders : [];
}
