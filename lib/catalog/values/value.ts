import { sqlTypeOf } from "../sql-types.ts";
import type { Column } from "../types.ts";
import { canonicalBigint, canonicalInteger, canonicalNumber, canonicalNumeric } from "./value-number.ts";
import { accepted, refused, type ValueResult } from "./value-result.ts";
import { canonicalSqlValue } from "./value-sql.ts";
import {
  canonicalEmail,
  canonicalEnum,
  canonicalFile,
  canonicalJson,
  canonicalPhone,
  canonicalText,
  canonicalTextList,
  canonicalUrl,
  canonicalUuid,
} from "./value-text.ts";
import { canonicalDate, canonicalTime, canonicalTimestamp } from "./value-time.ts";

/** One value, not null, in the one form in which its column stores it; idempotent. */
export function canonicalValue(
  column: Pick<Column, "type" | "sql_type" | "enum_values">,
  value: unknown,
): ValueResult {
  const read = sqlTypeOf(column);
  if (read !== null) return canonicalSqlValue(read, value);
  switch (column.type) {
    case "uuid":
      return canonicalUuid(value);
    case "text":
    case "richtext":
      return canonicalText(value);
    case "integer":
      return canonicalInteger(value);
    case "bigint":
      return canonicalBigint(value);
    case "number":
      return canonicalNumber(value);
    case "numeric":
      return canonicalNumeric(value);
    case "boolean":
      return canonicalBoolean(value);
    case "date":
      return canonicalDate(value);
    case "time":
      return canonicalTime(value);
    case "timestamptz":
      return canonicalTimestamp(value);
    case "jsonb":
      return canonicalJson(value);
    case "enum":
      return canonicalEnum(value, column.enum_values ?? []);
    case "text[]":
      return canonicalTextList(value);
    case "email":
      return canonicalEmail(value);
    case "url":
      return canonicalUrl(value);
    case "phone":
      return canonicalPhone(value);
    case "file":
      return canonicalFile(value);
  }
}

function canonicalBoolean(value: unknown): ValueResult {
  if (typeof value === "boolean") return accepted(value);
  if (value === "true" || value === "false") return accepted(value === "true");
  return refused("must be true or false");
}
