import { randomInt, randomUUID } from "node:crypto";
import { isTextLike } from "../../catalog/column-facts.ts";
import type { Column, Json } from "../../catalog/types.ts";

/**
 * Values that a column may take, the likeliest first; what is in none of them is for its checks to say.
 *
 * @param conditions texts of the checks that name the column: what stands in them is often what they ask for.
 */
export function probeValues(column: Column, conditions: readonly string[]): readonly Json[] {
  const plain = plainValue(column);
  if (conditions.length === 0) return plain === undefined ? [] : [plain];
  const [texts, numbers] = [literalTexts(conditions), literalNumbers(conditions)];
  const named = namedValues(column, texts, numbers);
  return [...new Set([...(plain === undefined ? [] : [plain]), ...named])];
}

/** A value of the type, within its length; another one each time where the type has many. */
function plainValue(column: Column): Json | undefined {
  const { type, sql_type: sqlType = "" } = column;
  if (sqlType.endsWith("[]")) return [];
  const special = sqlValues.find(([form]) => form.test(sqlType))?.[1];
  if (special !== undefined) return special(sizesOf(sqlType));
  const word = randomUUID().replaceAll("-", "");
  switch (type) {
    case "uuid":
      return randomUUID();
    case "email":
      return `${word}@example.com`;
    case "url":
      return `https://example.com/${word}`;
    case "file":
      return `/${word}`;
    case "phone":
      return `+1555${String(randomInt(1e9)).padStart(9, "0")}`;
    case "enum":
      return column.enum_values?.[0];
    case "integer":
      return randomInt(2e9);
    case "bigint":
    case "number":
    case "numeric":
      return randomInt(1e12);
    case "boolean":
      return false;
    case "date":
      return "2001-01-01";
    case "time":
      return "12:00:00";
    case "timestamptz":
      return "2001-01-01T00:00:00Z";
    case "jsonb":
      return {};
    case "text[]":
      return [];
    default:
      if (!isTextLike(type)) return undefined;
      return column.name.includes("email") ? `${word}@example.com` : word;
  }
}

/** The numbers in a type's brackets: `numeric(12,2)`. */
function sizesOf(sqlType: string): readonly number[] {
  return (/\(([\d,\s]+)\)/.exec(sqlType)?.[1] ?? "").split(",").filter(Boolean).map(Number);
}

const sqlValues: readonly (readonly [RegExp, (sizes: readonly number[]) => Json])[] = [
  [/^smallint/, () => randomInt(30_000)],
  [/^numeric\(/, ([digits = 1, scale = 0]) => numberWithin(digits - scale, scale)],
  [/^(?:character|"char")/, ([length = 1]) => wordOf(Math.min(length, 32))],
  [/^bit\b(?! varying)/, ([length = 1]) => "0".repeat(length)],
  [/^bit varying/, () => "0"],
  [/^time with time zone/, () => "12:00:00+00"],
  [/^timestamp/, () => "2001-01-01T00:00:00Z"],
  [/^interval/, () => "1 day"],
  [/^cidr/, () => `10.${randomInt(255)}.${randomInt(255)}.0/24`],
  [/^inet/, () => `10.${randomInt(255)}.${randomInt(255)}.${randomInt(255)}`],
  [/^macaddr8/, () => `08:00:2b:${pairs(5)}`],
  [/^macaddr/, () => `08:00:2b:${pairs(3)}`],
  [/^bytea/, () => `\\x${randomUUID().replaceAll("-", "")}`],
  [/^money/, () => "1.00"],
  [/range$/, () => "empty"],
  [/^jsonpath/, () => "$"],
  [/^tsvector|^tsquery/, () => wordOf(8)],
  [/^xml/, () => "<a/>"],
];

function numberWithin(whole: number, scale: number): number {
  if (whole > 0) return randomInt(10 ** Math.min(whole, 12));
  return randomInt(9) / 10 ** Math.max(scale, 1 - whole);
}

function wordOf(length: number): string {
  return Array.from({ length }, () => "abcdefghijklmnopqrstuvwxyz"[randomInt(26)]).join("");
}

function pairs(count: number): string {
  return Array.from({ length: count }, () => randomInt(256).toString(16).padStart(2, "0")).join(":");
}

/** What a condition that speaks of the column may be satisfied by. */
function namedValues(column: Column, texts: readonly string[], numbers: readonly number[]): readonly Json[] {
  switch (column.type) {
    case "boolean":
      return [true];
    case "date":
      return [...texts, "2002-01-01", "1990-06-15", "2100-01-01"];
    case "time":
      return [...texts, "13:00:00", "08:00:00"];
    case "timestamptz":
      return [...texts, "2002-01-01T00:00:00Z", "1990-06-15T00:00:00Z", "2100-01-01T00:00:00Z"];
    case "integer":
    case "bigint":
    case "number":
    case "numeric":
      return [...numbers.flatMap((number) => [number, number + 1, number - 1]), 1, 2, 0, 0.5];
    case "enum":
      return column.enum_values ?? [];
    case "text[]":
      return [texts, ["a"]];
    case "jsonb":
      return [[], Object.fromEntries(texts.map((text) => [text, text]))];
    default:
      return isTextLike(column.type)
        ? [...texts, ...texts.map(unescaped), ...lengths(numbers), ...usualForms()]
        : [];
  }
}

/** `LIKE 'INV-%'` and `^[A-Z]…` hold signs for any text. */
function unescaped(text: string): string {
  return text.replaceAll("%", wordOf(4)).replaceAll("_", "a");
}

function lengths(numbers: readonly number[]): readonly string[] {
  return numbers.filter((number) => number > 0 && number <= 1000).map(wordOf);
}

/** What patterns most often ask for. */
function usualForms(): readonly string[] {
  const capitals = (length: number) => wordOf(length).toUpperCase();
  const digits = (length: number) => String(randomInt(9 * 10 ** (length - 1)) + 10 ** (length - 1));
  return [
    capitals(3),
    capitals(2),
    `${capitals(3)}-${digits(4)}`,
    digits(5),
    `${wordOf(4)}-${wordOf(4)}`,
    `#${digits(6)}`,
    `${wordOf(8)}@example.com`,
    `https://example.com/${wordOf(8)}`,
    `+1555${digits(7)}`,
    "12:00",
    "2001-01-01",
    "en-US",
    "1.0.0",
  ];
}

function literalTexts(conditions: readonly string[]): readonly string[] {
  const found = conditions.flatMap((text) => [...text.matchAll(/'((?:[^']|'')*)'/g)]);
  return [...new Set(found.map(([, text = ""]) => text.replaceAll("''", "'")))];
}

function literalNumbers(conditions: readonly string[]): readonly number[] {
  const found = conditions.flatMap((text) => [
    ...text.replaceAll(/'(?:[^']|'')*'/g, "").matchAll(/(?<![\w.])-?\d+(?:\.\d+)?/g),
  ]);
  return [...new Set(found.map(([number]) => Number(number)))].filter(Number.isFinite);
}
