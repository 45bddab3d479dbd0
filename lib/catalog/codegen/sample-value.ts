import type { Column, ColumnType } from "../types.ts";

/** A value that the column takes, as JavaScript's source. */
export function sampleValue({ type, sql_type: sqlType, enum_values: choices, references }: Column): string {
  const isReference = references !== undefined && references !== null;
  if (type === "uuid") return isReference ? '"00000000-0000-4000-8000-000000000000"' : "crypto.randomUUID()";
  if (type === "enum") return JSON.stringify(choices?.[0] ?? "…");
  if (sqlType === undefined || sqlType === null) return samples[type];
  if (sqlType.endsWith("[]")) return "[]";
  return sqlSamples.find(([name]) => name.test(sqlType))?.[1] ?? samples[type];
}

const samples: { readonly [type in ColumnType]: string } = {
  uuid: "crypto.randomUUID()",
  text: '"…"',
  integer: "1",
  bigint: "1",
  number: "1",
  numeric: "1",
  boolean: "true",
  date: '"2026-01-31"',
  time: '"09:30"',
  timestamptz: "new Date().toISOString()",
  jsonb: "{}",
  enum: '"…"',
  "text[]": "[]",
  email: '"somebody@example.com"',
  url: '"https://example.com"',
  phone: '"+1 555 010 9999"',
  richtext: '"<p>…</p>"',
  file: '"https://example.com/file.pdf"',
};

/** Of types whose values are texts of a form of their own. */
const sqlSamples: readonly (readonly [RegExp, string])[] = [
  [/^"char"|^character(?!.*varying)|^character varying\(/, '"a"'],
  [/^time with time zone/, '"09:30+00"'],
  [/^interval/, '"1 day"'],
  [/^(?:inet|cidr)/, '"192.0.2.1"'],
  [/^macaddr8/, '"08:00:2b:01:02:03:04:05"'],
  [/^macaddr/, '"08:00:2b:01:02:03"'],
  [/^bytea/, '"\\\\x00"'],
  [/^money/, '"1.00"'],
  [/^bit/, '"1"'],
  [/range$/, '"empty"'],
  [/^jsonpath/, '"$"'],
];
